package io.aleff.rego.builtin;

import io.aleff.rego.value.Value;

/** Annotations of the calling rule. The compiler puts their value in place of a call in a rule. */
final class Metadata {

  private Metadata() {}

  static void register(Builtins r) {
    r.add("rego.metadata.chain", 0, (s, a) -> outside("chain"));
    r.add("rego.metadata.rule", 0, (s, a) -> outside("rule"));
  }

  private static Value outside(String name) {
    throw BuiltinError.value(
        "the rego.metadata." + name + " function must only be called within the scope of a rule");
  }
}
