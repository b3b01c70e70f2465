@NullMarked
package io.aleff.rego.conformance;

import org.jspecify.annotations.NullMarked;
