package io.aleff.cli.rego;

import picocli.CommandLine.Command;

/** {@code aleff rego}. */
@Command(
    name = "rego",
    mixinStandardHelpOptions = true,
    description = "The Rego engine: how it compares with OPA.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ConformanceCommand.class})
public final class RegoCommand {

  RegoCommand() {}
}
