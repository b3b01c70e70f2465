package io.aleff.guardrail.child;

import io.aleff.definition.Json;
import io.aleff.guardrail.facts.Signal;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.builder.Message;
import org.kie.api.builder.Results;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.internal.utils.KieHelper;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Compiled rule sets by digest, the last few of them. */
final class Rules {

  private static final int KEPT = 8;
  private static final int MOST_FIRINGS = 10_000;
  private static final int MOST_SIGNALS = 1_000;

  private final Map<String, KieBase> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, KieBase> eldest) {
          return size() > KEPT;
        }
      };

  /** Thrown for what a rule set or an evaluation does wrong; the message goes to the parent. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final String code;

    Refused(String code, String message) {
      super(message);
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  void compile(String digest, List<String> texts) throws Refused {
    if (find(digest) != null) {
      return;
    }
    KieHelper helper = new KieHelper();
    for (String text : texts) {
      helper.addContent(text, ResourceType.DRL);
    }
    Results results = helper.verify();
    if (results.hasMessages(Message.Level.ERROR)) {
      throw new Refused("compile", results.getMessages(Message.Level.ERROR).get(0).getText());
    }
    KieBase base = helper.build();
    synchronized (compiled) {
      compiled.put(digest, base);
    }
  }

  private @Nullable KieBase find(String digest) {
    synchronized (compiled) {
      return compiled.get(digest);
    }
  }

  ObjectNode evaluate(String digest, JsonNode input) throws Refused {
    KieBase base = find(digest);
    if (base == null) {
      throw new Refused("unknown-rules", "The rules " + digest + " are not compiled.");
    }
    KieSession session = base.newKieSession();
    try {
      FactReader.facts(input).forEach(session::insert);
      int fired = session.fireAllRules(MOST_FIRINGS);
      if (fired >= MOST_FIRINGS) {
        throw new Refused("fire-limit", "The rules fired " + fired + " times.");
      }
      return answer(session.getObjects(fact -> fact instanceof Signal));
    } finally {
      session.dispose();
    }
  }

  private static ObjectNode answer(Collection<?> found) throws Refused {
    if (found.size() > MOST_SIGNALS) {
      throw new Refused("too-many-signals", "The rules raised " + found.size() + " signals.");
    }
    List<Signal> signals =
        found.stream()
            .map(Signal.class::cast)
            .sorted(
                Comparator.comparing(Signal::name)
                    .thenComparing(Signal::weight, Comparator.reverseOrder())
                    .thenComparing(Signal::evidence))
            .toList();
    ObjectNode answer = Json.MAPPER.createObjectNode();
    answer.put("risk", Math.min(100, signals.stream().mapToInt(Signal::weight).sum()));
    ArrayNode facts = answer.putArray("facts");
    for (Signal signal : signals) {
      facts
          .addObject()
          .put("name", signal.name())
          .put("weight", signal.weight())
          .put("evidence", signal.evidence());
    }
    return answer;
  }
}
