package io.aleff.definition;

import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Period;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One client as {@code tenants/*.yaml} describes it.
 *
 * @param languages language tags, the preferred one first
 * @param connectors names of the connectors that are switched on
 * @param approverGroups roles by group of approvers
 * @param budgets upper limits by name, handed to the policies
 * @param secrets names of the secrets its connectors may use
 * @param onFailure {@code undo} or {@code keep} what a run has done that fails in the end
 * @param replan what a new plan may change: {@code tree} as little as possible, {@code task} only
 *     the tasks around what failed, {@code root} everything that is not done
 * @param retention how long the files of finished runs are kept; the audit chain is never shortened
 * @param deniedFiles what never becomes part of a workspace
 */
@Introspected
public record Tenant(
    @NotBlank String name,
    @NotBlank @Size(max = 120) String displayName,
    @NotEmpty List<String> languages,
    @Size(max = 500) List<String> connectors,
    @NotEmpty Map<String, List<String>> approverGroups,
    Map<String, BigDecimal> budgets,
    List<String> secrets,
    String onFailure,
    String replan,
    Period retention,
    DeniedFiles deniedFiles,
    Branding branding,
    SourceLocation location) {

  /** A failed run undoes everything that it has done. */
  public static final String UNDO = "undo";

  /** A new plan changes as little as possible of the one before. */
  public static final String TREE = "tree";

  public Tenant {
    languages = List.copyOf(languages);
    connectors = List.copyOf(connectors);
    approverGroups = Collections.unmodifiableMap(new LinkedHashMap<>(approverGroups));
    budgets = Collections.unmodifiableMap(new LinkedHashMap<>(budgets));
    secrets = List.copyOf(secrets);
  }

  /**
   * @param productName shown in the console's header
   * @param accentColor {@code #rrggbb}
   */
  public record Branding(String productName, String accentColor) {}
}
