@NullMarked
package io.aleff.rego.opa;

import org.jspecify.annotations.NullMarked;
