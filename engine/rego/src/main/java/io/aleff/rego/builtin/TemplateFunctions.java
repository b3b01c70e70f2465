package io.aleff.rego.builtin;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions of templates, but for {@code and} and {@code or}. */
final class TemplateFunctions {

  static final Set<String> NAMES =
      Set.of(
          "and",
          "call",
          "eq",
          "ge",
          "gt",
          "html",
          "index",
          "js",
          "le",
          "len",
          "lt",
          "ne",
          "not",
          "or",
          "print",
          "printf",
          "println",
          "slice",
          "urlquery");

  private final TemplateText text;

  TemplateFunctions(TemplateText text) {
    this.text = text;
  }

  /** Arguments a function takes at least, or exactly when it is not {@link #variadic}. */
  static int arity(String name) {
    return switch (name) {
      case "ne", "lt", "le", "gt", "ge" -> 2;
      case "print", "println", "html", "js", "urlquery" -> 0;
      default -> 1;
    };
  }

  static boolean variadic(String name) {
    return switch (name) {
      case "not", "len", "ne", "lt", "le", "gt", "ge" -> false;
      default -> true;
    };
  }

  /**
   * @throws Failed when the arguments cannot be used
   */
  TemplateItem call(String name, List<TemplateItem> args) {
    TemplateItem first = args.isEmpty() ? TemplateItem.nil() : args.getFirst().unboxed();
    List<TemplateItem> rest = args.isEmpty() ? args : args.subList(1, args.size());
    return switch (name) {
      case "not" -> TemplateItem.of(!first.truth());
      case "eq" -> TemplateItem.of(equal(first, rest));
      case "ne" -> TemplateItem.of(!equal(first, rest));
      case "lt" -> TemplateItem.of(less(first, rest.getFirst()));
      case "le" -> TemplateItem.of(less(first, rest.getFirst()) || equal(first, rest));
      case "gt" -> TemplateItem.of(!less(first, rest.getFirst()) && !equal(first, rest));
      case "ge" -> TemplateItem.of(!less(first, rest.getFirst()));
      case "len" -> length(args.getFirst());
      case "index" -> index(first, rest);
      case "slice" -> slice(first, rest);
      case "print" -> string(text.print(args));
      case "println" -> string(text.println(args));
      case "printf" -> string(text.printf(String.valueOf(first.text()), rest));
      case "html" -> string(html(text.print(args)));
      case "js" -> string(js(text.print(args)));
      case "urlquery" -> string(query(text.print(args)));
      default -> throw new Failed(first.isNil() ? "call of nil" : "non-function " + first.type());
    };
  }

  /** An error of a function; its place is added by whoever calls it. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(String message) {
      super(message, null, false, false);
    }

    String text() {
      return String.valueOf(getMessage());
    }
  }

  private static TemplateItem string(String text) {
    return TemplateItem.of(StringValue.of(text));
  }

  private enum Kind {
    INVALID,
    BOOL,
    INT,
    UINT,
    FLOAT,
    STRING
  }

  private static Kind kind(TemplateItem item) {
    return switch (item) {
      case TemplateItem.Int(BigInteger i, String type) ->
          type.startsWith("u") ? Kind.UINT : Kind.INT;
      case TemplateItem.Real f -> Kind.FLOAT;
      case TemplateItem.Data(BoolValue b, boolean boxed) -> Kind.BOOL;
      case TemplateItem.Data d -> d.text() == null ? Kind.INVALID : Kind.STRING;
    };
  }

  private static boolean whole(Kind kind) {
    return kind == Kind.INT || kind == Kind.UINT;
  }

  private boolean equal(TemplateItem first, List<TemplateItem> rest) {
    if (rest.isEmpty()) {
      throw new Failed("missing argument for comparison");
    }
    for (TemplateItem other : rest) {
      if (equal(first, other.unboxed())) {
        return true;
      }
    }
    return false;
  }

  private boolean equal(TemplateItem a, TemplateItem b) {
    Kind kind = kind(a);
    if (kind != kind(b) && !(whole(kind) && whole(kind(b)))) {
      if (!a.isNil() && !b.isNil()) {
        throw incompatible(a, b);
      }
      return false;
    }
    if (kind != Kind.INVALID) {
      return compare(a, b) == 0;
    }
    if (a.isNil() || b.isNil()) {
      return a.isNil() == b.isNil();
    }
    if (!a.type().equals(b.type())) {
      throw new Failed(
          "non-comparable types %s: %s, %s: %s"
              .formatted(text.printf("%s", List.of(a)), a.type(), b.type(), text.written(b)));
    }
    throw new Failed("non-comparable type " + text.printf("%s", List.of(b)) + ": " + b.type());
  }

  private static boolean less(TemplateItem a, TemplateItem boxed) {
    TemplateItem b = boxed.unboxed();
    Kind kind = kind(a);
    if (kind == Kind.INVALID || kind(b) == Kind.INVALID) {
      throw new Failed("invalid type for comparison");
    }
    if (kind != kind(b) && !(whole(kind) && whole(kind(b)))) {
      throw incompatible(a, b);
    }
    if (kind == Kind.BOOL) {
      throw new Failed("invalid type for comparison");
    }
    return compare(a, b) < 0;
  }

  private static Failed incompatible(TemplateItem a, TemplateItem b) {
    return new Failed("incompatible types for comparison: " + a.type() + " and " + b.type());
  }

  /** Of items of the same basic kind; numbers of the data are compared as their text. */
  private static int compare(TemplateItem a, TemplateItem b) {
    if (a instanceof TemplateItem.Int(BigInteger x, String t)
        && b instanceof TemplateItem.Int(BigInteger y, String u)) {
      return x.compareTo(y);
    }
    if (a instanceof TemplateItem.Real(double x) && b instanceof TemplateItem.Real(double y)) {
      return x == y ? 0 : Double.compare(x, y);
    }
    String left = a.text();
    String right = b.text();
    if (left != null && right != null) {
      return StringValue.of(left).compareTo(StringValue.of(right));
    }
    return a.truth() == b.truth() ? 0 : 1;
  }

  private static TemplateItem length(TemplateItem item) {
    String text = item.text();
    if (text != null) {
      return TemplateItem.of(bytes(text).length);
    }
    return switch (item.data()) {
      case ArrayValue a -> TemplateItem.of(a.size());
      case ObjectValue o -> TemplateItem.of(o.size());
      case null, default -> {
        if (item instanceof TemplateItem.Data d && item.isNil()) {
          throw new Failed(d.boxed() ? "len of nil pointer" : zeroValue());
        }
        throw new Failed("len of type " + item.unboxed().type());
      }
    };
  }

  private static String zeroValue() {
    return "reflect: call of reflect.Value.Type on zero Value";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int position(TemplateItem boxed, int most) {
    TemplateItem item = boxed.unboxed();
    if (!(item instanceof TemplateItem.Int(BigInteger i, String type))) {
      throw new Failed(
          "cannot index slice/array with " + (item.isNil() ? "nil" : "type " + item.type()));
    }
    if (i.signum() < 0 || i.compareTo(BigInteger.valueOf(most)) > 0) {
      throw new Failed("index out of range: " + i.longValue());
    }
    return i.intValue();
  }

  private static TemplateItem index(TemplateItem of, List<TemplateItem> keys) {
    if (of.isNil()) {
      throw new Failed("index of untyped nil");
    }
    TemplateItem at = of;
    for (TemplateItem key : keys) {
      at = element(at, key);
    }
    return at;
  }

  private static TemplateItem element(TemplateItem of, TemplateItem key) {
    String text = of.text();
    if (text != null) {
      byte[] bytes = bytes(text);
      int i = position(key, bytes.length);
      if (i == bytes.length) {
        throw new Failed("reflect: string index out of range");
      }
      return new TemplateItem.Int(BigInteger.valueOf(bytes[i] & 0xff), "uint8");
    }
    Value value = of.data();
    if (of.isNil()) {
      throw new Failed("index of nil pointer");
    }
    if (value instanceof ArrayValue array) {
      int i = position(key, array.size());
      if (i == array.size()) {
        throw new Failed("reflect: slice index out of range");
      }
      return TemplateItem.boxed(array.get(i));
    }
    if (value instanceof ObjectValue object) {
      return entry(object, key.unboxed());
    }
    throw new Failed("can't index item of type " + of.unboxed().type());
  }

  private static TemplateItem entry(ObjectValue object, TemplateItem key) {
    if (key.isNil()) {
      throw new Failed("value is nil; should be of type string");
    }
    if (!(key.data() instanceof StringValue name)) {
      throw new Failed("value has type " + key.type() + "; should be string");
    }
    Value found = object.get(name.value());
    return found == null
        ? TemplateItem.boxed(io.aleff.rego.value.NullValue.NULL)
        : TemplateItem.boxed(found);
  }

  private static TemplateItem slice(TemplateItem of, List<TemplateItem> bounds) {
    if (of.isNil()) {
      throw new Failed("slice of untyped nil");
    }
    if (bounds.size() > 3) {
      throw new Failed("too many slice indexes: " + bounds.size());
    }
    String text = of.text();
    if (text != null && bounds.size() == 3) {
      throw new Failed("cannot 3-index slice a string");
    }
    if (text == null && !(of.data() instanceof ArrayValue)) {
      throw new Failed("can't slice item of type " + of.type());
    }
    byte[] bytes = text == null ? new byte[0] : bytes(text);
    @Nullable ArrayValue array = of.data() instanceof ArrayValue a ? a : null;
    int size = array == null ? bytes.length : array.size();
    int[] at = {0, size, size};
    for (int i = 0; i < bounds.size(); i++) {
      at[i] = position(bounds.get(i), size);
    }
    if (at[0] > at[1] || at[1] > at[2]) {
      int wrong = at[0] > at[1] ? 0 : 1;
      throw new Failed("invalid slice index: " + at[wrong] + " > " + at[wrong + 1]);
    }
    return array == null
        ? string(new String(bytes, at[0], at[1] - at[0], StandardCharsets.UTF_8))
        : TemplateItem.of(ArrayValue.of(array.elements().subList(at[0], at[1])));
  }

  private static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("\"", "&#34;")
        .replace("'", "&#39;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\0", "\ufffd");
  }

  private static String js(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\\' || c == '\'' || c == '"') {
                out.append('\\').appendCodePoint(c);
              } else if ("<>&=".indexOf(c) >= 0 || c < ' ' || (c > 0x7e && !printable(c))) {
                out.append(c == 0x7f ? "\u007f" : String.format("\\u%04X", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  private static boolean printable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String query(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
  }
}
