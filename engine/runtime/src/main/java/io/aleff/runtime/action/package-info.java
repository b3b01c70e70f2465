/** Exactly what one step would do: arguments, code and files, under one digest. */
@NullMarked
package io.aleff.runtime.action;

import org.jspecify.annotations.NullMarked;
