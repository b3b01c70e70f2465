/** Releases: from a bundle of definitions to compiled task networks, models and manifests. */
@NullMarked
package io.aleff.runtime.release;

import org.jspecify.annotations.NullMarked;
