/** {@code aleff policy}: tools for those who write guardrails in Rego. */
@NullMarked
package io.aleff.cli.policy;

import org.jspecify.annotations.NullMarked;
