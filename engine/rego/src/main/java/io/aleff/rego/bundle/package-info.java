/**
 * Bundles in OPA's format: policies, data and a manifest in one {@code .tar.gz}, signed or not.
 * Archives are untrusted: what leaves its folder, links, unpacks without end or reaches beyond its
 * roots is refused.
 */
@NullMarked
package io.aleff.rego.bundle;

import org.jspecify.annotations.NullMarked;
