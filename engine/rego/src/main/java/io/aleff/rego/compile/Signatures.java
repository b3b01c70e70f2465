package io.aleff.rego.compile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types of the operands of built-ins, as OPA declares them. */
final class Signatures {

  private static final Map<String, Signature> ALL = read();

  private Signatures() {}

  /**
   * One operand.
   *
   * @param kinds names of the types it takes; {@code any} for all
   * @param text as OPA writes it
   */
  record Operand(Set<String> kinds, String text) {

    boolean takes(String kind) {
      return kinds.contains("any") || kinds.contains(kind);
    }
  }

  /**
   * @param result as OPA writes it; empty when there is none
   */
  record Signature(List<Operand> operands, String result) {

    String text() {
      List<String> parts = new ArrayList<>();
      operands.forEach(operand -> parts.add(operand.text));
      if (!result.isEmpty()) {
        parts.add(result);
      }
      return "(" + String.join(", ", parts) + ")";
    }
  }

  static @Nullable Signature of(String builtin) {
    return ALL.get(builtin);
  }

  private static Map<String, Signature> read() {
    try (InputStream in = Signatures.class.getResourceAsStream("signatures.tsv")) {
      if (in == null) {
        throw new IllegalStateException("signatures.tsv is missing");
      }
      Map<String, Signature> out = new HashMap<>();
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split("\t", -1);
        List<Operand> operands = new ArrayList<>();
        for (int i = 1; i < cells.length - 1; i++) {
          int bar = cells[i].indexOf('|');
          operands.add(
              new Operand(
                  Set.of(cells[i].substring(0, bar).split(",", -1)), cells[i].substring(bar + 1)));
        }
        String result = cells[cells.length - 1].substring(2);
        out.put(cells[0], new Signature(List.copyOf(operands), result));
      }
      return Map.copyOf(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
