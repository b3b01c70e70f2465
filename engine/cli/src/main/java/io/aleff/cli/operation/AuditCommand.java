package io.aleff.cli.operation;

import picocli.CommandLine.Command;

/** {@code aleff audit}. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "The tamper-evident record of who did what.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AuditVerifyCommand.class, AuditExportCommand.class})
public final class AuditCommand {

  AuditCommand() {}
}
