/** Text to syntax tree. All errors of a file are reported, not only the first. */
@NullMarked
package io.aleff.rego.parse;

import org.jspecify.annotations.NullMarked;
