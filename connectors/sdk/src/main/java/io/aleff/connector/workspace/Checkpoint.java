package io.aleff.connector.workspace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One state of a workspace that can be gone back to.
 *
 * @param id commit, 40 hexadecimal digits
 * @param parent the checkpoint that it follows; null for the first
 * @param step id of the step that made it; null for files that came in and for what people restored
 * @param message one line for people
 * @param undone it was rolled back: the newest checkpoint does not contain it
 */
public record Checkpoint(
    String id,
    @Nullable String parent,
    Instant at,
    @Nullable String step,
    String message,
    boolean undone) {}
