/**
 * The hardened process engine: the only package that touches Camunda, its transactions and its
 * recovery after a crash.
 */
@NullMarked
package io.aleff.runtime.engine;

import org.jspecify.annotations.NullMarked;
