package io.aleff.cli;

import io.aleff.cli.htn.HtnCommand;
import picocli.CommandLine.Command;

/**
 * The command {@code aleff} with planning alone. It loads no class of the other commands, so that
 * the launcher can start it with the few libraries that planning needs.
 */
@Command(
    name = "aleff",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = HtnCommand.class)
final class Planning extends TopCommand {}
