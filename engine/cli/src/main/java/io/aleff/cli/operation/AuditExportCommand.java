package io.aleff.cli.operation;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aleff audit export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Writes the whole chain as newline-delimited JSON.")
public final class AuditExportCommand extends ApiCommand {

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Default: the standard output.")
  private @Nullable String out;

  AuditExportCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) throws IOException {
    byte[] chain = client.bytes("/audit/export");
    if (out == null) {
      new String(chain, StandardCharsets.UTF_8).lines().forEach(terminal()::line);
    } else {
      Path file = context.resolve(out);
      Files.write(file, chain);
      terminal().note("Written: " + file);
    }
    return ExitCode.OK;
  }
}
