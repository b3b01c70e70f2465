package io.aleff.connector.workspace;

import java.util.List;

/**
 * What changed between two checkpoints.
 *
 * @param total files that changed, also those that are not listed
 * @param files sorted by path
 * @param cut there are more files than the list has
 */
public record WorkspaceDiff(
    String from, String to, int total, List<FileChange> files, boolean cut) {}
