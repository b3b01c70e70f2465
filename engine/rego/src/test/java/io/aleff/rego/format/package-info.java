@NullMarked
package io.aleff.rego.format;

import org.jspecify.annotations.NullMarked;
