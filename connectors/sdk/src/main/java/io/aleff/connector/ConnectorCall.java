package io.aleff.connector;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One granted operation.
 *
 * @param manifest the connector that was asked for
 * @param operation name of the operation within the manifest
 * @param arguments validated against the operation's input schema
 * @param files content of definition files the action names (scripts), by release path, exactly as
 *     approved
 * @param workspace the step's private directory; null for operations that need none
 * @param idempotencyKey equal for every attempt of the same step, so that a connector can make sure
 *     that its effect happens once
 * @param timeout hard limit
 * @param obligations limits that the guardrails attached to the decision
 */
public record ConnectorCall(
    ConnectorManifest manifest,
    String operation,
    ObjectNode arguments,
    Map<String, byte[]> files,
    @Nullable Path workspace,
    String idempotencyKey,
    Duration timeout,
    ObjectNode obligations) {}
