/**
 * Root file systems of sandboxes that are not the host's: taken out of a tar, known by its digest,
 * and looked at before they are used.
 */
@NullMarked
package io.aleff.sandbox.rootfs;

import org.jspecify.annotations.NullMarked;
