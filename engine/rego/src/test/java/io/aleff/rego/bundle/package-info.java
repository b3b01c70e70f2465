@NullMarked
package io.aleff.rego.bundle;

import org.jspecify.annotations.NullMarked;
