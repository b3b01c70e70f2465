package io.aleff.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TenantsTest {

  private static final String GOOD =
      """
      apiVersion: aleff/v1
      kind: Tenant
      name: acme
      connectors: [code, mail]
      approverGroups: {finance: [approver]}
      budgets: {messagesPerHour: 20}
      retention: P30D
      deniedFiles: ["*.secret"]
      """;

  private static Tenants.Reading read(String... texts) {
    List<SourceText> sources =
        Arrays.stream(texts).map(text -> new SourceText("tenants/t.yaml", text)).toList();
    return Tenants.read(sources);
  }

  @Test
  void readsATenantWithDefaults() {
    Tenants.Reading reading = read(GOOD);
    assertThat(reading.diagnostics()).isEmpty();
    Tenant tenant = Objects.requireNonNull(reading.tenants().get("acme"));
    assertThat(tenant.displayName()).isEqualTo("acme");
    assertThat(tenant.retention()).isEqualTo(Period.ofDays(30));
    assertThat(tenant.deniedFiles().pattern("a/b.secret")).isEqualTo("*.secret");
    assertThat(tenant.approverGroups()).containsEntry("finance", List.of("approver"));
    assertThat(tenant.languages()).containsExactly("en", "pt-BR");
    assertThat(tenant.budgets().get("messagesPerHour")).isEqualByComparingTo("20");
  }

  @Test
  void saysWhereARecordsRuleIsBroken() {
    Tenants.Reading reading = read(GOOD + "displayName: \"" + "x".repeat(200) + "\"\n");
    assertThat(reading.tenants()).isEmpty();
    assertThat(reading.diagnostics())
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.code()).isEqualTo("TENANT-002");
              assertThat(d.location()).hasToString("tenants/t.yaml:9:14");
              assertThat(d.message()).contains("displayName");
            });
  }

  @Test
  void refusesAPatternThatIsMoreThanANameWithStars() {
    Tenants.Reading reading = read(GOOD.replace("*.secret", "{a,b}["));
    assertThat(reading.diagnostics()).singleElement().asString().contains("has the wrong form");
  }

  @Test
  void needsAGroupOfApprovers() {
    Tenants.Reading reading = read(GOOD.replace("{finance: [approver]}", "{}"));
    assertThat(reading.diagnostics()).extracting(Diagnostic::code).containsExactly("TENANT-002");
  }

  @Test
  void refusesTheSameNameTwice() {
    assertThat(read(GOOD, GOOD).diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly("TENANT-001");
  }

  @Test
  void refusesAnUnknownRole() {
    Tenants.Reading reading = read(GOOD.replace("[approver]", "[aprover]"));
    assertThat(reading.diagnostics())
        .singleElement()
        .extracting(Diagnostic::hint)
        .isEqualTo("Maybe \"approver\"?");
  }
}
