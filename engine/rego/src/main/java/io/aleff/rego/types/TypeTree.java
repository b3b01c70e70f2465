package io.aleff.rego.types;

import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The types of rules by their place under {@code data}. */
public final class TypeTree {

  private final Map<Value, TypeTree> children = new LinkedHashMap<>();
  private @Nullable Type type;

  /** The type of the rules at this place; null when there are none. */
  public @Nullable Type type() {
    return type;
  }

  public @Nullable TypeTree child(Value key) {
    return children.get(key);
  }

  public Map<Value, TypeTree> children() {
    return children;
  }

  /** Makes a place of any type: its rules are wrong, which was said elsewhere. */
  public void spoil(List<Value> path) {
    grow(path).type = Type.ANY;
  }

  private TypeTree grow(List<Value> path) {
    TypeTree node = this;
    for (Value key : path) {
      node = node.children.computeIfAbsent(key, k -> new TypeTree());
    }
    return node;
  }

  /** Adds what one rule gives to what is there; objects above learn of it. */
  public void insert(List<Value> path, Type added) {
    TypeTree node = this;
    for (int i = 0; i < path.size(); i++) {
      node = node.children.computeIfAbsent(path.get(i), k -> new TypeTree());
      if (node.type instanceof Type.Entries object && i + 1 < path.size()) {
        node.type = nested(object, path.subList(i + 1, path.size()), added);
      }
    }
    node.type = joined(node.type, added);
    if (added instanceof Type.Entries) {
      node.adopt(node, List.of());
    }
  }

  /** Adds the rules below to the object of this node. */
  private void adopt(TypeTree from, List<Value> path) {
    for (Map.Entry<Value, TypeTree> child : from.children.entrySet()) {
      List<Value> below = append(path, child.getKey());
      Type leaf = child.getValue().type;
      if (leaf == null) {
        adopt(child.getValue(), below);
      } else if (type instanceof Type.Entries object) {
        type = nested(object, below, leaf);
      }
    }
  }

  private static List<Value> append(List<Value> path, Value key) {
    List<Value> out = new java.util.ArrayList<>(path);
    out.add(key);
    return out;
  }

  private static Type nested(Type.Entries object, List<Value> path, Type added) {
    Type inner =
        path.size() == 1
            ? added
            : nested(
                new Type.Entries(new TreeMap<>(), null, 1), path.subList(1, path.size()), added);
    Type key = Types.of(path.getFirst());
    Type.Others others = object.others();
    return Types.object(
        object.fixed(),
        others == null
            ? new Type.Others(key, inner)
            : new Type.Others(Types.or(others.key(), key), Types.or(others.value(), inner)));
  }

  /** What two rules of one name give together. */
  private static @Nullable Type joined(@Nullable Type a, @Nullable Type b) {
    if (a instanceof Type.Entries x
        && b instanceof Type.Entries y
        && x.fixed().isEmpty()
        && y.fixed().isEmpty()
        && x.others() != null
        && y.others() != null) {
      return Types.object(
          Types.or(x.others().key(), y.others().key()),
          joined(x.others().value(), y.others().value()));
    }
    return a instanceof Type.Members x && b instanceof Type.Members y
        ? Types.set(Types.or(x.of(), y.of()))
        : Types.or(a, b);
  }

  /** The type of the whole document at this place. Base documents may add to it. */
  public Type extent() {
    if (type != null) {
      return type;
    }
    if (children.size() > Types.MOST) {
      return Type.ANY;
    }
    Map<Value, @Nullable Type> known = new TreeMap<>();
    children.forEach(
        (key, child) -> {
          if (key instanceof StringValue
              || key instanceof NumberValue
              || key instanceof BoolValue) {
            known.put(key, child.extent());
          }
        });
    return Types.object(known, new Type.Others(Type.Scalar.STRING, Type.ANY));
  }
}
