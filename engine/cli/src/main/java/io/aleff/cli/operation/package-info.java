/** What an operator asks: audit, health, tokens, dead letters. */
@NullMarked
package io.aleff.cli.operation;

import org.jspecify.annotations.NullMarked;
