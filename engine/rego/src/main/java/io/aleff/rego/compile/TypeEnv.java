package io.aleff.rego.compile;

import io.aleff.rego.eval.Callee;
import io.aleff.rego.eval.RuleSet;
import io.aleff.rego.types.Signatures;
import io.aleff.rego.types.Type;
import io.aleff.rego.types.TypeTree;
import io.aleff.rego.types.Types;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known about the types of one rule's variables, and so of its terms. */
final class TypeEnv {

  private final TypeTree rules;
  private final Map<RuleSet, List<Value>> places;
  private final DocumentTypes.Known documents;
  private final Map<Integer, Type> slots = new HashMap<>();
  private final IdentityHashMap<Ir.Closure, Type> closures = new IdentityHashMap<>();
  private final IdentityHashMap<Ir.Apply, Boolean> failed = new IdentityHashMap<>();

  /**
   * @param rules the rules whose types are known
   * @param places where the functions stand in it
   * @param documents what schemas say
   */
  TypeEnv(TypeTree rules, Map<RuleSet, List<Value>> places, DocumentTypes.Known documents) {
    this.documents = documents;
    this.rules = rules;
    this.places = places;
  }

  TypeTree rules() {
    return rules;
  }

  /** What schemas say of all data; null when only rules are known. */
  @Nullable Type data() {
    return documents.data();
  }

  @Nullable Type slot(Ir.Slot slot) {
    return slots.get(slot.index());
  }

  void bind(Ir.Slot slot, @Nullable Type type) {
    if (type != null) {
      slots.put(slot.index(), type);
    }
  }

  @Nullable Type closure(Ir.Closure closure) {
    return closures.get(closure);
  }

  void closure(Ir.Closure closure, Type type) {
    closures.put(closure, type);
  }

  /** A call that is wrong may give anything. */
  void failed(Ir.Apply call) {
    failed.put(call, true);
  }

  /** The type of what is called; null when it is not known. */
  @Nullable Type callee(Callee callee) {
    return switch (callee) {
      case Callee.Native n -> {
        Signatures.Signature signature = Signatures.of(n.name());
        yield signature == null ? null : signature.type();
      }
      case Callee.Function f -> {
        TypeTree node = rules;
        for (Value key : places.getOrDefault(f.rules(), List.of())) {
          node = node == null ? null : node.child(key);
        }
        yield node == null ? null : node.type();
      }
    };
  }

  /** The type of a term; null or with unknown parts where variables have no type yet. */
  @Nullable Type of(Ir.Term term) {
    return switch (term) {
      case Ir.Const c -> Types.of(c.value());
      case Ir.Slot s -> slot(s);
      case Ir.Input i -> documents.input();
      case Ir.Data d -> data() == null ? rules.extent() : data();
      case Ir.Path p -> of(p);
      case Ir.Apply a ->
          !failed.containsKey(a) && callee(a.callee()) instanceof Type.Function f
              ? f.result()
              : Type.ANY;
      case Ir.Items i -> Types.array(all(i.items()), i.items().isEmpty() ? Type.ANY : null);
      case Ir.Members m -> {
        Type of = null;
        for (Ir.Term item : m.items()) {
          of = Types.or(of, of(item));
        }
        yield Types.set(of == null ? Type.ANY : of);
      }
      case Ir.Entries e -> entries(e);
      case Ir.Closure c -> closure(c);
      case Ir.Template t -> Type.Scalar.STRING;
    };
  }

  List<@Nullable Type> all(List<Ir.Term> terms) {
    List<@Nullable Type> types = new ArrayList<>();
    terms.forEach(term -> types.add(of(term)));
    return types;
  }

  private Type entries(Ir.Entries object) {
    Map<Value, @Nullable Type> fixed = new TreeMap<>();
    Type.Others others = null;
    for (int i = 0; i < object.keys().size(); i++) {
      Type value = of(object.values().get(i));
      if (object.keys().get(i) instanceof Ir.Const c) {
        fixed.put(c.value(), value);
      } else {
        others = new Type.Others(of(object.keys().get(i)), value);
      }
    }
    return Types.object(fixed, others);
  }

  private @Nullable Type of(Ir.Path path) {
    if (path.head() instanceof Ir.Data && data() == null) {
      return under(rules, path.keys());
    }
    Type head = of(path.head());
    return head == null ? null : select(head, path.keys());
  }

  private static @Nullable Type under(TypeTree node, List<Ir.Term> keys) {
    if (keys.isEmpty()) {
      return node.extent();
    }
    TypeTree child = keys.getFirst() instanceof Ir.Const c ? node.child(c.value()) : null;
    if (child != null) {
      return under(child, keys.subList(1, keys.size()));
    }
    boolean rule = node.type() != null;
    return rule || !(keys.getFirst() instanceof Ir.Const) ? select(node.extent(), keys) : Type.ANY;
  }

  private static @Nullable Type select(@Nullable Type type, List<Ir.Term> keys) {
    Type found = type;
    for (Ir.Term key : keys) {
      found =
          key instanceof Ir.Const c && !isComposite(c.value())
              ? Types.select(found, c.value())
              : Types.values(found);
    }
    return found;
  }

  static boolean isComposite(Value value) {
    return value instanceof ArrayValue || value instanceof ObjectValue || value instanceof SetValue;
  }
}
