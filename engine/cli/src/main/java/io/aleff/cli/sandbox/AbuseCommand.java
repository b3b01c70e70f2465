package io.aleff.cli.sandbox;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Table;
import io.aleff.connector.SandboxProfile;
import io.aleff.definition.Json;
import io.aleff.sandbox.Sandboxes;
import io.aleff.sandbox.TemporaryFolder;
import io.aleff.sandbox.abuse.AbuseCase;
import io.aleff.sandbox.abuse.AbuseSuite;
import io.aleff.sandbox.abuse.AbuseSuite.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff sandbox abuse}. */
@Command(
    name = "abuse",
    mixinStandardHelpOptions = true,
    description = "Runs hostile programs in sandboxes and looks at the host before and after each.")
final class AbuseCommand implements Callable<Integer> {

  private final Context context;

  @Mixin private BackendOptions backend = new BackendOptions();

  @Mixin private ProfileOptions definitions = new ProfileOptions();

  @Option(names = "--case", paramLabel = "NAME", description = "Only this case. Can be repeated.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--pooled",
      description = "Run each case in a sandbox that was started before and waited.")
  private boolean pooled;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  AbuseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<AbuseCase> cases = chosen();
    try (Cancelling cancelling = Cancelling.ofThisThread();
        TemporaryFolder waiting = TemporaryFolder.create("aleff-waiting-");
        Sandboxes sandboxes =
            pooled ? backend.openPooled(context, waiting.path(), 1) : backend.open(context)) {
      cancelling.begin();
      BackendOptions.mustWork(sandboxes);
      AbuseSuite suite =
          new AbuseSuite(
              sandboxes,
              definitions.read(context).all().stream()
                  .collect(Collectors.toMap(SandboxProfile::name, Function.identity())),
              pooled);
      List<Verdict> verdicts = new ArrayList<>();
      for (AbuseCase each : cases) {
        verdicts.add(suite.run(each));
        progress(verdicts.getLast());
      }
      if (json) {
        context.terminal().json(json(sandboxes, verdicts));
      } else {
        print(sandboxes, verdicts);
      }
      return verdicts.stream().noneMatch(Verdict::red) ? ExitCode.OK : ExitCode.FAILURE;
    }
  }

  private List<AbuseCase> chosen() {
    List<AbuseCase> all = AbuseSuite.cases();
    List<AbuseCase> chosen =
        all.stream().filter(each -> only.isEmpty() || only.contains(each.name())).toList();
    if (chosen.size() < only.size()) {
      String names = all.stream().map(AbuseCase::name).collect(Collectors.joining(", "));
      throw new CommandFailure(ExitCode.USAGE, "There is no such case; expected of " + names + ".");
    }
    return chosen;
  }

  private void progress(Verdict verdict) {
    if (verdict.red() && !json) {
      context.terminal().note(verdict.abuse().name() + ": " + complaints(verdict));
    }
  }

  private void print(Sandboxes sandboxes, List<Verdict> verdicts) {
    Table table = new Table("CASE", "EXPECTED", "ENDED", "SECONDS", "HELD");
    for (Verdict each : verdicts) {
      table.row(
          4,
          each.red() ? Style.BAD : each.held() ? Style.GOOD : Style.WARN,
          each.abuse().name(),
          each.abuse().expected(),
          each.report().reason().name().toLowerCase(java.util.Locale.ROOT),
          "%.1f".formatted(each.report().usage().wall().toMillis() / 1e3),
          each.red() ? "NO" : each.held() ? "yes" : "not tried");
    }
    table.print(context.terminal());
    long held = verdicts.stream().filter(Verdict::held).count();
    context
        .terminal()
        .line("%s: %d of %d cases held".formatted(sandboxes.backend(), held, verdicts.size()));
    verdicts.forEach(
        each ->
            each.skipped()
                .filter(why -> !each.red())
                .ifPresent(
                    why -> context.terminal().line(each.abuse().name() + " not tried: " + why)));
  }

  private static String complaints(Verdict verdict) {
    return SafeText.line(String.join("; ", verdict.complaints()));
  }

  private static ObjectNode json(Sandboxes sandboxes, List<Verdict> verdicts) {
    ObjectNode all = Json.MAPPER.createObjectNode().put("backend", sandboxes.backend());
    ArrayNode rows = all.putArray("cases");
    for (Verdict each : verdicts) {
      ObjectNode row = rows.addObject();
      row.put("case", each.abuse().name()).put("expected", each.abuse().expected());
      each.skipped().ifPresent(why -> row.put("notTried", why));
      row.put("held", each.held()).put("reason", each.report().reason().code());
      row.put("milliseconds", each.report().usage().wall().toMillis());
      each.complaints().forEach(row.putArray("complaints")::add);
    }
    all.put("red", verdicts.stream().filter(Verdict::red).count());
    return all;
  }
}
