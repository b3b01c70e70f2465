package io.aleff.cli.run;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.Multipart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The options that say what is to be reached: words, or a task with arguments; and files. */
final class Goal {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "GOAL",
      description =
          "The goal in words, for example \"analyse sales.csv and send the report to ana@example.com\".")
  @Nullable String words;

  @Option(names = "--task", paramLabel = "TASK", description = "A task instead of words.")
  @Nullable String task;

  @Option(
      names = "--arg",
      paramLabel = "NAME=VALUE",
      description = "An argument of the task. May be repeated.")
  Map<String, String> arguments = new LinkedHashMap<>();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "A file that the goal names. May be repeated.")
  List<String> files = List.of();

  /**
   * @throws CommandFailure when it says nothing, or a file is missing
   */
  Multipart form(Context context, @Nullable String idempotencyKey) {
    if ((words == null) == (task == null)) {
      throw new CommandFailure(
          ExitCode.USAGE, "Give the goal in words, or a task with --task.", List.of());
    }
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    if (words != null) {
      request.put("goal", words);
    } else {
      request.put("task", task);
      ObjectNode given = request.putObject("arguments");
      arguments.forEach(given::put);
    }
    if (idempotencyKey != null) {
      request.put("idempotencyKey", idempotencyKey);
    }
    Multipart form = Multipart.request(request);
    files.forEach(file -> form.file(context.resolve(file)));
    return form;
  }
}
