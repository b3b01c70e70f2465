package io.aleff.sandbox;

/**
 * One file or folder of a commit.
 *
 * @param path from the root of the workspace
 * @param name its last part
 * @param size in bytes; 0 for folders
 * @param symbolicLink a link: its target is never looked at
 */
public record WorkspaceEntry(
    String path, String name, long size, boolean directory, boolean symbolicLink) {}
