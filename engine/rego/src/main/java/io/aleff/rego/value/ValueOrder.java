package io.aleff.rego.value;

import java.util.List;

/** The total order over values. */
final class ValueOrder {

  private ValueOrder() {}

  static int compare(Value a, Value b) {
    if (a.rank() != b.rank()) {
      return Integer.compare(a.rank(), b.rank());
    }
    return switch (a) {
      case NullValue n -> 0;
      case BoolValue x -> Boolean.compare(x.value(), ((BoolValue) b).value());
      case NumberValue x -> x.compareNumber((NumberValue) b);
      case StringValue x -> compareText(x.value(), ((StringValue) b).value());
      case ArrayValue x -> lists(x.elements(), ((ArrayValue) b).elements());
      case SetValue x -> lists(x.sorted(), ((SetValue) b).sorted());
      case ObjectValue x -> objects(x, (ObjectValue) b);
    };
  }

  /** UTF-8 byte order: UTF-16 order, except that surrogates sort above the rest of the BMP. */
  static int compareText(String a, String b) {
    int n = Math.min(a.length(), b.length());
    for (int i = 0; i < n; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean sx = Character.isSurrogate(x);
        boolean sy = Character.isSurrogate(y);
        return sx == sy ? Character.compare(x, y) : sx ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static int lists(List<Value> a, List<Value> b) {
    int n = Math.min(a.size(), b.size());
    for (int i = 0; i < n; i++) {
      int c = a.get(i).compareTo(b.get(i));
      if (c != 0) {
        return c;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int objects(ObjectValue a, ObjectValue b) {
    List<Value> x = a.sortedKeys();
    List<Value> y = b.sortedKeys();
    int n = Math.min(x.size(), y.size());
    for (int i = 0; i < n; i++) {
      int c = x.get(i).compareTo(y.get(i));
      if (c == 0) {
        c = a.require(x.get(i)).compareTo(b.require(y.get(i)));
      }
      if (c != 0) {
        return c;
      }
    }
    return Integer.compare(x.size(), y.size());
  }
}
