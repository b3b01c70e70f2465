@NullMarked
package io.aleff.rego;

import org.jspecify.annotations.NullMarked;
