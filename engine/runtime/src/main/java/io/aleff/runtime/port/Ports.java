package io.aleff.runtime.port;

import java.time.Clock;

/** Everything that an {@code AleffRuntime} is given. */
public record Ports(
    Transactions transactions,
    RunStore runs,
    StepStore steps,
    DecisionStore decisions,
    ApprovalStore approvals,
    GrantStore grants,
    SideEffectLedger ledger,
    DeadLetterStore deadLetters,
    AuditLog audit,
    Events events,
    ReleaseStore releases,
    OutputStore output,
    WorkspacePort workspaces,
    Connectors connectors,
    Models models,
    PolicyEngine policies,
    Usage usage,
    Signer signer,
    Ids ids,
    Clock clock) {}
