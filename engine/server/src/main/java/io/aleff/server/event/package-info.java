/**
 * Live events: stored with ids in the order of their commits, announced between nodes by {@code
 * NOTIFY}, and streamed to each browser tab over one resumable connection.
 */
@NullMarked
package io.aleff.server.event;

import org.jspecify.annotations.NullMarked;
