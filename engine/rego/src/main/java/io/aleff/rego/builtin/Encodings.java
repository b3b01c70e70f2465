package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.string;

import io.aleff.definition.Json;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.JsonSyntax;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.JsonWriter;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import io.aleff.rego.value.ValuePrinter;
import io.aleff.rego.value.YamlValues;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON, YAML, Base64, hex, URL encoding. */
final class Encodings {

  private static final JsonMapper JSON =
      Json.MAPPER
          .rebuild()
          .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Encodings() {}

  static void register(Builtins r) {
    r.add("json.marshal", 1, (s, a) -> marshal(s, a[0]));
    r.add("json.marshal_with_options", 2, (s, a) -> marshalWith(s, a));
    r.add("json.unmarshal", 1, (s, a) -> unmarshal(s, string(a, 0)));
    r.add("json.is_valid", 1, (s, a) -> valid(() -> unmarshal(s, string(a, 0))));
    r.add("yaml.marshal", 1, (s, a) -> YamlText.write(a[0]));
    r.add("yaml.unmarshal", 1, (s, a) -> yaml(s, string(a, 0)));
    r.add("yaml.is_valid", 1, (s, a) -> valid(() -> yaml(s, string(a, 0))));
    r.add("base64.encode", 1, (s, a) -> StringValue.of(base64(bytes(string(a, 0)))));
    r.add("base64.decode", 1, (s, a) -> text(decode(string(a, 0), false)));
    r.add("base64.is_valid", 1, (s, a) -> valid(() -> text(decode(string(a, 0), false))));
    r.add(
        "base64url.encode",
        1,
        (s, a) -> StringValue.of(Base64.getUrlEncoder().encodeToString(bytes(string(a, 0)))));
    r.add("base64url.encode_no_pad", 1, (s, a) -> StringValue.of(urlText(bytes(string(a, 0)))));
    r.add("base64url.decode", 1, (s, a) -> text(decode(string(a, 0), true)));
    r.add("hex.encode", 1, (s, a) -> StringValue.of(HexFormat.of().formatHex(bytes(string(a, 0)))));
    r.add("hex.decode", 1, (s, a) -> hex(string(a, 0)));
    r.add("urlquery.encode", 1, (s, a) -> StringValue.of(Urls.escape(string(a, 0))));
    r.add("urlquery.decode", 1, (s, a) -> StringValue.of(Urls.unescape(string(a, 0))));
    r.add("urlquery.encode_object", 1, (s, a) -> encodeObject(Operands.object(a, 0)));
    r.add("urlquery.decode_object", 1, (s, a) -> decodeObject(string(a, 0)));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Value text(byte[] bytes) {
    return StringValue.of(new String(bytes, StandardCharsets.UTF_8));
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static String urlText(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Decodes strictly, with Go's message about the first byte that is wrong. */
  static byte[] decode(String text, boolean url) {
    if (url && text.indexOf('=') < 0 && bytes(text).length % 4 == 1) {
      throw BuiltinError.value("illegal base64url string: " + text);
    }
    String alphabet = url ? "-_" : "+/";
    String clean = text.replace("\r", "").replace("\n", "");
    int end = clean.length();
    while (end > 0 && clean.charAt(end - 1) == '=') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      char c = clean.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && alphabet.indexOf(c) < 0) {
        throw BuiltinError.value("illegal base64 data at input byte " + i);
      }
    }
    boolean padded = clean.length() % 4 == 0;
    if (end % 4 == 1 || (!padded && (!url || end != clean.length()))) {
      int wrong = end == clean.length() ? end - end % 4 : end;
      throw BuiltinError.value("illegal base64 data at input byte " + wrong);
    }
    String body = clean.substring(0, end);
    return (url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(body);
  }

  private static Value hex(String text) {
    try {
      return text(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException e) {
      throw BuiltinError.value("encoding/hex: " + wrongHex(text));
    }
  }

  /** In Go's words: the first byte that is no digit, or else an odd number of them. */
  private static String wrongHex(String text) {
    for (byte b : bytes(text)) {
      int c = b & 0xff;
      if (Character.digit(c, 16) < 0 || c > 0x7f) {
        StringBuilder shown = new StringBuilder();
        ValuePrinter.quote(Character.toString(c), shown);
        String character = shown.substring(1, shown.length() - 1);
        return "invalid byte: U+%04X '%s'".formatted(c, character);
      }
    }
    return "odd length hex string";
  }

  private static Value valid(java.util.function.Supplier<Value> attempt) {
    try {
      return BoolValue.of(attempt.get() != null);
    } catch (BuiltinError e) {
      return BoolValue.FALSE;
    }
  }

  private static Value marshal(Builtin.Scope s, Value value) {
    String out = JsonValues.write(value);
    s.allocate(out.length());
    return StringValue.of(out);
  }

  private static Value marshalWith(Builtin.Scope s, Value[] a) {
    ObjectValue options = Operands.object(a, 1);
    String indent = "\t";
    String prefix = "";
    boolean given = false;
    boolean pretty = false;
    for (Value key : options.sortedKeys()) {
      Value option = options.get(key);
      switch (key instanceof StringValue k ? k.value() : "") {
        case "indent" -> {
          indent = option instanceof StringValue t ? t.value() : wrongOption(key, "string", option);
          given = true;
        }
        case "prefix" -> {
          prefix = option instanceof StringValue t ? t.value() : wrongOption(key, "string", option);
          given = true;
        }
        case "pretty" -> {
          if (!(option instanceof BoolValue b)) {
            throw BuiltinError.type("operand 2 key \"pretty\" must be boolean");
          }
          pretty = b.value();
        }
        default -> throw BuiltinError.type("operand 2 object contained unknown key " + key);
      }
    }
    boolean lines = options.containsKey(StringValue.of("pretty")) ? pretty : given;
    if (!lines) {
      return marshal(s, a[0]);
    }
    StringBuilder out = new StringBuilder(prefix);
    JsonWriter.write(a[0], out, indent, prefix, "");
    s.allocate(out.length());
    return StringValue.of(out.toString());
  }

  private static String wrongOption(
      Value key, String type, @org.jspecify.annotations.Nullable Value got) {
    throw BuiltinError.type("operand 2 key " + key + " must be " + type + " but got " + got);
  }

  static Value unmarshal(Builtin.Scope s, String text) {
    s.allocate(text.length());
    try {
      tools.jackson.databind.JsonNode node = JSON.readTree(text);
      if (node.isMissingNode()) {
        throw BuiltinError.value("EOF");
      }
      return JsonValues.from(node);
    } catch (JacksonException e) {
      String problem = JsonSyntax.problem(text);
      throw BuiltinError.value(
          problem == null ? "invalid JSON: " + e.getOriginalMessage() : problem);
    }
  }

  private static Value yaml(Builtin.Scope s, String text) {
    s.allocate(text.length());
    try {
      return YamlValues.read(text);
    } catch (YamlValues.Problem e) {
      throw BuiltinError.value(e.text());
    }
  }

  private static Value encodeObject(ObjectValue object) {
    StringBuilder out = new StringBuilder();
    TreeMap<String, List<String>> sorted = new TreeMap<>();
    for (Value key : object.sortedKeys()) {
      Value value = object.get(key);
      sorted.put(
          key instanceof StringValue k ? k.value() : JsonValues.write(key),
          switch (value) {
            case StringValue v -> List.of(v.value());
            case ArrayValue v -> texts(v.elements());
            case SetValue v -> texts(v.sorted());
            case null, default -> throw noText();
          });
    }
    sorted.forEach(
        (key, values) ->
            values.forEach(
                value ->
                    out.append(out.isEmpty() ? "" : "&")
                        .append(Urls.escape(key))
                        .append('=')
                        .append(Urls.escape(value))));
    return StringValue.of(out.toString());
  }

  private static List<String> texts(List<Value> values) {
    List<String> out = new ArrayList<>();
    for (Value value : values) {
      if (!(value instanceof StringValue s)) {
        throw noText();
      }
      out.add(s.value());
    }
    return out;
  }

  private static BuiltinError noText() {
    return BuiltinError.type("operand 1 values must be string, array[string], or set[string]");
  }

  private static Value decodeObject(String query) {
    Map<Value, List<Value>> found = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String key = Urls.unescape(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : Urls.unescape(pair.substring(equals + 1));
        found
            .computeIfAbsent(StringValue.of(key), k -> new ArrayList<>())
            .add(StringValue.of(value));
      }
    }
    Map<Value, Value> out = new HashMap<>();
    found.forEach((key, values) -> out.put(key, ArrayValue.of(values)));
    return ObjectValue.of(out);
  }
}
