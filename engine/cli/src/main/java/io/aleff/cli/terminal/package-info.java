/** What is printed: text made safe, colour where a person reads, tables that fit the screen. */
@NullMarked
package io.aleff.cli.terminal;

import org.jspecify.annotations.NullMarked;
