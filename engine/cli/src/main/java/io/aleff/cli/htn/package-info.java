/**
 * Planning without a service: {@code aleff htn} plans, checks and measures task networks in files.
 */
@NullMarked
package io.aleff.cli.htn;

import org.jspecify.annotations.NullMarked;
