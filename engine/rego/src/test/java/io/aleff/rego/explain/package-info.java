@NullMarked
package io.aleff.rego.explain;

import org.jspecify.annotations.NullMarked;
