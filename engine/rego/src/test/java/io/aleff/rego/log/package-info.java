@NullMarked
package io.aleff.rego.log;

import org.jspecify.annotations.NullMarked;
