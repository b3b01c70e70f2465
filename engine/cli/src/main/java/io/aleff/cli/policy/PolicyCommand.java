package io.aleff.cli.policy;

import picocli.CommandLine.Command;

/** {@code aleff policy}. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description =
        "Formats, checks, tests, runs and explains Rego policies, here and without the service.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:", "  aleff policy test --coverage --threshold 90 policies/"},
    subcommands = {
      FormatCommand.class,
      CheckCommand.class,
      EvalCommand.class,
      TestCommand.class,
      ExplainCommand.class,
      BenchCommand.class,
      DepsCommand.class,
      BuildCommand.class,
      InspectCommand.class
    })
public final class PolicyCommand {}
