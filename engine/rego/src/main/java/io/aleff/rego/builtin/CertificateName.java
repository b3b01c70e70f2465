package io.aleff.rego.builtin;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Distinguished names as the JSON of Go's {@code pkix.Name}. */
final class CertificateName {

  /** Attributes of {@code 2.5.4} that may be repeated, by their last number. */
  private static final Map<Long, String> LISTS =
      Map.of(
          6L, "Country",
          10L, "Organization",
          11L, "OrganizationalUnit",
          7L, "Locality",
          8L, "Province",
          9L, "StreetAddress",
          17L, "PostalCode");

  private CertificateName() {}

  static Value json(byte[] der) {
    Map<String, List<Value>> lists = new HashMap<>();
    Map<Value, Value> out = new HashMap<>();
    out.put(StringValue.of("CommonName"), StringValue.EMPTY);
    out.put(StringValue.of("SerialNumber"), StringValue.EMPTY);
    out.put(StringValue.of("ExtraNames"), NullValue.NULL);
    List<Value> names = new ArrayList<>();
    for (Der set : Der.read(der).getFirst().children()) {
      for (Der attribute : set.children()) {
        List<Long> oid = attribute.children().get(0).oid();
        Value text = StringValue.of(attribute.children().get(1).text());
        names.add(name(oid, text));
        Long last = oid.getLast();
        String list = LISTS.get(last);
        if (oid.size() != 4 || !oid.subList(0, 3).equals(List.of(2L, 5L, 4L))) {
          continue;
        }
        if (last == 3) {
          out.put(StringValue.of("CommonName"), text);
        } else if (last == 5) {
          out.put(StringValue.of("SerialNumber"), text);
        } else if (list != null) {
          lists.computeIfAbsent(list, k -> new ArrayList<>()).add(text);
        }
      }
    }
    for (String name : LISTS.values()) {
      List<Value> found = lists.get(name);
      out.put(StringValue.of(name), found == null ? NullValue.NULL : ArrayValue.of(found));
    }
    out.put(StringValue.of("Names"), names.isEmpty() ? NullValue.NULL : ArrayValue.of(names));
    return ObjectValue.of(out);
  }

  private static Value name(List<Long> oid, Value text) {
    List<Value> type = new ArrayList<>();
    oid.forEach(part -> type.add(NumberValue.of(part)));
    return ObjectValue.of(
        new HashMap<>(
            Map.of(StringValue.of("Type"), ArrayValue.of(type), StringValue.of("Value"), text)));
  }
}
