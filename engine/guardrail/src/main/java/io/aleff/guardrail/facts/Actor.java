package io.aleff.guardrail.facts;

import java.util.List;

/** Who asked for the run; exactly one per decision. */
public record Actor(String requester, String tenant, List<String> roles, String channel) {}
