package io.aleff.rego.compile;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.rego.ast.Term.Comprehension.Kind;
import io.aleff.rego.eval.Callee;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds operands of a type the built-in can never take, where the type is known before it runs. */
final class OperandTypes {

  private static final String UNKNOWN = "any";

  private OperandTypes() {}

  /**
   * @param nested whether the result of the call is used
   */
  static void check(
      Callee callee,
      List<Ir.Term> args,
      boolean nested,
      SourceLocation at,
      List<Diagnostic> errors) {
    Signatures.Signature signature =
        callee instanceof Callee.Native ? Signatures.of(callee.name()) : null;
    if (signature == null || signature.operands().size() != args.size()) {
      return;
    }
    boolean fits = true;
    for (int i = 0; i < args.size(); i++) {
      String kind = kind(args.get(i));
      fits &= kind == null || signature.operands().get(i).takes(kind);
    }
    if (!fits) {
      List<String> have = new ArrayList<>();
      args.forEach(arg -> have.add(text(arg)));
      if (nested) {
        have.add("???");
      }
      errors.add(
          Diagnostic.error(
              "rego_type_error",
              at,
              callee.name()
                  + ": invalid argument(s)\n\thave: ("
                  + String.join(", ", have)
                  + ")\n\twant: "
                  + signature.text()));
    }
  }

  /** The name of the type of a term, or null when it is known only when it runs. */
  private static @Nullable String kind(Ir.Term term) {
    return switch (term) {
      case Ir.Const c -> c.value().typeName();
      case Ir.Items i -> "array";
      case Ir.Members m -> "set";
      case Ir.Entries e -> "object";
      case Ir.Template t -> "string";
      case Ir.Closure c -> kind(c.kind());
      case Ir.Apply a -> resultKind(a.callee());
      case Ir.Slot s -> null;
      case Ir.Input i -> null;
      case Ir.Data d -> null;
      case Ir.Path p -> null;
    };
  }

  private static String kind(Kind comprehension) {
    return switch (comprehension) {
      case ARRAY -> "array";
      case SET -> "set";
      case OBJECT -> "object";
    };
  }

  private static @Nullable String resultKind(Callee callee) {
    Signatures.Signature signature =
        callee instanceof Callee.Native ? Signatures.of(callee.name()) : null;
    if (signature == null) {
      return null;
    }
    String type = signature.result().substring(signature.result().indexOf(':') + 1).strip();
    return Set.of("string", "number", "boolean").contains(type) ? type : null;
  }

  /** A type as OPA writes it. */
  private static String text(Ir.Term term) {
    if (term instanceof Ir.Const c) {
      return text(c.value());
    }
    String kind = kind(term);
    return kind == null ? UNKNOWN : kind;
  }

  private static String text(Value value) {
    return switch (value) {
      case ArrayValue a -> {
        List<String> parts = new ArrayList<>();
        a.elements().forEach(element -> parts.add(text(element)));
        yield "array<" + String.join(", ", parts) + ">";
      }
      case SetValue s -> {
        Set<String> parts = new LinkedHashSet<>();
        s.sorted().forEach(member -> parts.add(text(member)));
        yield "set["
            + (parts.size() == 1
                ? parts.iterator().next()
                : "any<" + String.join(", ", parts) + ">")
            + "]";
      }
      default -> value.typeName();
    };
  }
}
