/**
 * The tamper-evident audit chain: how links are computed, sealed and verified. Pure; storage is a
 * port.
 */
@NullMarked
package io.aleff.runtime.audit;

import org.jspecify.annotations.NullMarked;
