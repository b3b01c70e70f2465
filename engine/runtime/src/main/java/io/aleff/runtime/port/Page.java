package io.aleff.runtime.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of many rows.
 *
 * @param nextCursor opaque; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {}
