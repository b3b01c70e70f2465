package io.aleff.rego.types;

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
import org.jspecify.annotations.Nullable;

/** The types of the built-ins, as OPA declares them. */
public final class Signatures {

  private static final Map<String, Signature> ALL = read();

  private Signatures() {}

  /**
   * A built-in.
   *
   * @param arguments with their names, as OPA writes them
   * @param text arguments and result
   */
  public record Signature(Type.Function type, String arguments, String text) {}

  public static @Nullable Signature of(String builtin) {
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
        List<String> cells = List.of(line.split("\t", -1));
        out.put(cells.getFirst(), signature(cells.subList(1, cells.size())));
      }
      return Map.copyOf(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param cells the arguments, then the result, which is empty when there is none
   */
  private static Signature signature(List<String> cells) {
    List<@Nullable Type> args = new ArrayList<>();
    cells.subList(0, cells.size() - 1).forEach(cell -> args.add(type(cell)));
    String last = cells.getLast();
    Type.Function type = (Type.Function) Types.function(args, last.isEmpty() ? null : type(last));
    List<String> named = cells.subList(0, cells.size() - 1);
    return new Signature(type, listed(named), listed(last.isEmpty() ? named : cells));
  }

  private static String listed(List<String> cells) {
    return "(" + String.join(", ", cells) + ")";
  }

  private static Type type(String cell) {
    int name = cell.indexOf(": ");
    boolean named = name > 0 && cell.substring(0, name).matches("[a-z_A-Z0-9 ]+");
    return TypeReader.read(named ? cell.substring(name + 2) : cell);
  }
}
