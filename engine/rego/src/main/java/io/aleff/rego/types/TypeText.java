package io.aleff.rego.types;

import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Types as OPA writes them, for example {@code any<number, array[string]>}. */
final class TypeText {

  private TypeText() {}

  static String of(@Nullable Type type) {
    return switch (type) {
      case null -> "???";
      case Type.Scalar s -> s.name().toLowerCase(Locale.ROOT);
      case Type.Items i ->
          "array" + listed(i.items()) + (i.rest() == null ? "" : "[" + of(i.rest()) + "]");
      case Type.Members m -> "set[" + of(m.of()) + "]";
      case Type.Union u -> "any" + listed(u.of());
      case Type.Entries e -> "object" + fixed(e) + others(e.others());
      case Type.Function f -> arguments(f.args()) + " => " + of(f.result());
    };
  }

  /** The arguments of a call. */
  static String arguments(List<? extends @Nullable Type> types) {
    return types.stream().map(TypeText::of).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String listed(List<? extends @Nullable Type> types) {
    return types.isEmpty()
        ? ""
        : types.stream().map(TypeText::of).collect(Collectors.joining(", ", "<", ">"));
  }

  private static String fixed(Type.Entries object) {
    return object.fixed().isEmpty()
        ? ""
        : object.fixed().entrySet().stream()
            .map(entry -> key(entry.getKey()) + ": " + of(entry.getValue()))
            .collect(Collectors.joining(", ", "<", ">"));
  }

  private static String key(Value key) {
    return key instanceof StringValue s ? s.value() : key.toString();
  }

  private static String others(Type.@Nullable Others others) {
    return others == null ? "" : "[" + of(others.key()) + ": " + of(others.value()) + "]";
  }
}
