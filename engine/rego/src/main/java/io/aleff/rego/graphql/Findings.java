package io.aleff.rego.graphql;

import io.aleff.rego.graphql.GraphqlError.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with a query, in the order in which it was found. */
final class Findings {

  private final List<GraphqlError> all = new ArrayList<>();

  void add(String text, @Nullable Position at) {
    all.add(new GraphqlError(text, at));
  }

  /** All findings as one error, at the place of the first; nothing when there are none. */
  void raise() {
    if (all.isEmpty()) {
      return;
    }
    StringBuilder out = new StringBuilder(all.getFirst().text());
    all.subList(1, all.size()).forEach(next -> out.append('\n').append(next.placed()));
    String text = out.toString();
    throw new GraphqlError(
        text.endsWith(".") ? text.substring(0, text.length() - 1) : text, all.getFirst().at());
  }
}
