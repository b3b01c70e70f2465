package io.aleff.definition;

import java.math.BigDecimal;
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code tenants/*.yaml}.
 *
 * <p>Codes besides YAML and SCHEMA ones: {@code TENANT-001} the name is taken, {@code TENANT-002} a
 * value is out of range.
 */
public final class Tenants {

  private static final Period NINETY_DAYS = Period.ofDays(90);

  private Tenants() {}

  /**
   * @param tenants by name; those with errors are left out
   */
  public record Reading(Map<String, Tenant> tenants, List<Diagnostic> diagnostics) {

    public Reading {
      tenants = Map.copyOf(tenants);
      diagnostics = List.copyOf(diagnostics);
    }
  }

  public static Reading read(List<SourceText> sources) {
    Map<String, Tenant> tenants = new LinkedHashMap<>();
    List<Diagnostic> found = new ArrayList<>();
    for (SourceText source : sources) {
      Definition definition = Definition.read(source, "tenant");
      found.addAll(definition.diagnostics());
      if (definition.root() == null) {
        continue;
      }
      Tenant tenant = tenant(definition.root());
      List<Diagnostic> violations =
          RecordValidator.validate(tenant, "TENANT-002", definition.root());
      found.addAll(violations);
      Tenant before = violations.isEmpty() ? tenants.putIfAbsent(tenant.name(), tenant) : null;
      if (before != null) {
        found.add(
            Diagnostic.error(
                "TENANT-001",
                tenant.location(),
                "The tenant \"" + tenant.name() + "\" is already at " + before.location() + "."));
      }
    }
    return new Reading(tenants, found);
  }

  private static Tenant tenant(YamlNode.MappingNode root) {
    String name = root.text("name", "");
    YamlNode.MappingNode branding = root.mapping("branding");
    return new Tenant(
        name,
        root.text("displayName", name),
        root.has("languages") ? root.texts("languages") : List.of("en", "pt-BR"),
        root.texts("connectors"),
        groups(root.mapping("approverGroups")),
        budgets(root.mapping("budgets")),
        root.texts("secrets"),
        root.text("onFailure", Tenant.UNDO),
        root.text("replan", Tenant.TREE),
        root.has("retention") ? Period.parse(root.text("retention", "P90D")) : NINETY_DAYS,
        root.has("deniedFiles") ? new DeniedFiles(root.texts("deniedFiles")) : DeniedFiles.STANDARD,
        new Tenant.Branding(
            branding == null ? "Aleff" : branding.text("productName", "Aleff"),
            branding == null ? "#0f62fe" : branding.text("accentColor", "#0f62fe")),
        root.valueLocation("name"));
  }

  private static Map<String, List<String>> groups(YamlNode.@Nullable MappingNode node) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    if (node != null) {
      node.keys().forEach(group -> groups.put(group, node.texts(group)));
    }
    return groups;
  }

  private static Map<String, BigDecimal> budgets(YamlNode.@Nullable MappingNode node) {
    Map<String, BigDecimal> budgets = new LinkedHashMap<>();
    if (node != null) {
      for (String key : node.keys()) {
        BigDecimal limit = node.decimal(key);
        if (limit != null) {
          budgets.put(key, limit);
        }
      }
    }
    return budgets;
  }
}
