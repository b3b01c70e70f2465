package io.aleff.sandbox;

import java.nio.file.Path;
import java.time.Duration;

/**
 * One execution that is asked for.
 *
 * @param workspace an existing folder, the only one of the host that the program can write
 * @param timeout wall clock, more than zero
 */
public record SandboxOrder(
    SandboxProgram program, SandboxLimits limits, Path workspace, Duration timeout) {}
