package io.aleff.htn;

import java.util.Map;

/**
 * A task to be achieved.
 *
 * @param task name of a task of the domain
 * @param arguments object names (or literals) by parameter name
 */
public record Goal(String task, Map<String, String> arguments) {}
