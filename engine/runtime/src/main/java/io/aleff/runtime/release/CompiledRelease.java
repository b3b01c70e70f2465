package io.aleff.runtime.release;

import io.aleff.connector.ConnectorManifest;
import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.SourceText;
import io.aleff.definition.Tenant;
import io.aleff.htn.Domain;
import java.util.List;
import java.util.Map;

/**
 * A release that is free of errors.
 *
 * @param digest SHA-256 of the bundle
 * @param fileFacts what is known about files that are taken in
 * @param manifests by connector name
 * @param processes BPMN models by process id
 * @param tenants by name
 */
public record CompiledRelease(
    String digest,
    DefinitionBundle bundle,
    Domain domain,
    FileFacts fileFacts,
    Map<String, ConnectorManifest> manifests,
    Map<String, SourceText> processes,
    Map<String, Tenant> tenants,
    List<SourceText> rego,
    List<SourceText> drl) {}
