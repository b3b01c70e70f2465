package io.aleff.rego.builtin;

import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** AWS Signature Version 4 for a request to {@code http.send}. */
final class Aws {

  private static final List<String> CONFIG =
      List.of("aws_access_key", "aws_region", "aws_secret_access_key", "aws_service");
  private static final List<String> REQUEST = List.of("method", "url");
  private static final Set<String> UNSIGNED =
      Set.of("authorization", "user-agent", "x-amzn-trace-id");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Aws() {}

  static void register(Builtins r) {
    r.add("providers.aws.sign_req", 3, (s, a) -> sign(a));
  }

  private static Value sign(Value[] a) {
    ObjectValue request = Operands.object(a, 0);
    ObjectValue config = Operands.object(new Value[] {a[1]}, 0);
    missing(2, "AWS config", CONFIG, config);
    invalid(2, "AWS config", CONFIG, config);
    NumberValue nanos = Operands.number(a, 2);
    if (!nanos.isLong()) {
      throw BuiltinError.type("operand 3 could not convert time_ns value into a unix timestamp");
    }
    missing(1, "request", REQUEST, request);
    invalid(1, "request", REQUEST, request);
    ObjectValue headers = headers(request.get("headers"));
    boolean unsignedPayload = unsignedPayload(config.get("disable_payload_signing"));
    Instant at = Instant.EPOCH.plusNanos(nanos.longValue());
    Map<Value, Value> signed = headers.copy();
    signed.putAll(signature(request, config, headers, at, unsignedPayload));
    return request.with(StringValue.of("headers"), ObjectValue.of(signed));
  }

  private static void missing(int operand, String what, List<String> names, ObjectValue given) {
    complain(operand, "missing required ", what, names.stream().filter(n -> given.get(n) == null));
  }

  private static void invalid(int operand, String what, List<String> names, ObjectValue given) {
    complain(
        operand,
        "invalid values for required ",
        what,
        names.stream().filter(n -> !(given.get(n) instanceof StringValue)));
  }

  private static void complain(
      int operand, String problem, String what, java.util.stream.Stream<String> names) {
    List<Value> found = new ArrayList<>();
    names.forEach(name -> found.add(StringValue.of(name)));
    if (!found.isEmpty()) {
      throw BuiltinError.type(
          "operand " + operand + " " + problem + what + " parameters(s): " + SetValue.of(found));
    }
  }

  private static ObjectValue headers(@Nullable Value given) {
    if (given == null) {
      return ObjectValue.EMPTY;
    }
    if (given instanceof ObjectValue object) {
      return object;
    }
    throw BuiltinError.type("operand 0 must be object but got " + given.typeName());
  }

  private static boolean unsignedPayload(@Nullable Value given) {
    if (given == null) {
      return false;
    }
    if (given instanceof BoolValue b) {
      return b.value();
    }
    throw BuiltinError.type("operand 2 invalid value for 'disable_payload_signing' in AWS config");
  }

  private static String text(ObjectValue object, String name) {
    return object.get(name) instanceof StringValue s ? s.value() : "";
  }

  private static Map<Value, Value> signature(
      ObjectValue request, ObjectValue config, ObjectValue headers, Instant at, boolean unsigned) {
    ObjectValue url = Uris.parse(text(request, "url"));
    String service = text(config, "aws_service");
    String hash = unsigned ? "UNSIGNED-PAYLOAD" : hex(sha256(body(request)));
    Map<String, String> own = new TreeMap<>();
    String port = Uris.part(url, "port");
    own.put("host", Uris.part(url, "hostname") + (port.isEmpty() ? "" : ":" + port));
    own.put("x-amz-date", MOMENT.format(at));
    if (service.equals("s3") || service.equals("glacier")) {
      own.put("x-amz-content-sha256", hash);
    }
    if (!text(config, "aws_session_token").isEmpty()) {
      own.put("x-amz-security-token", text(config, "aws_session_token"));
    }
    TreeMap<String, String> toSign = new TreeMap<>(own);
    headers
        .entries()
        .forEach(
            (key, value) -> {
              String name = plain(key).toLowerCase(Locale.ROOT);
              if (!UNSIGNED.contains(name)) {
                toSign.put(name, plain(value));
              }
            });
    String names = String.join(";", toSign.keySet());
    StringBuilder canonical = new StringBuilder(text(request, "method")).append('\n');
    canonical.append(Uris.escape(Uris.part(url, "path"))).append('\n');
    canonical.append(Uris.part(url, "raw_query")).append('\n');
    toSign.forEach((k, v) -> canonical.append(k).append(':').append(v).append('\n'));
    canonical.append('\n').append(names).append('\n').append(hash);
    String scope = DAY.format(at) + "/" + text(config, "aws_region") + "/" + service;
    String toMac =
        "AWS4-HMAC-SHA256\n"
            + MOMENT.format(at)
            + "\n"
            + scope
            + "/aws4_request\n"
            + hex(sha256(canonical.toString()));
    byte[] key = Encodings.bytes("AWS4" + text(config, "aws_secret_access_key"));
    for (String part :
        List.of(DAY.format(at), text(config, "aws_region"), service, "aws4_request")) {
      key = mac(key, part);
    }
    own.put(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential="
            + text(config, "aws_access_key")
            + "/"
            + scope
            + "/aws4_request,SignedHeaders="
            + names
            + ",Signature="
            + hex(mac(key, toMac)));
    Map<Value, Value> out = new HashMap<>();
    own.forEach((name, value) -> out.put(StringValue.of(name), StringValue.of(value)));
    return out;
  }

  private static String plain(Value value) {
    return value instanceof StringValue s ? s.value() : "";
  }

  private static String body(ObjectValue request) {
    if (request.get("raw_body") != null) {
      return text(request, "raw_body");
    }
    Value body = request.get("body");
    return body == null ? "" : JsonValues.write(body);
  }

  private static byte[] mac(byte[] key, String message) {
    return Hashes.mac("HmacSHA256", key, Encodings.bytes(message));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
