package io.aleff.runtime.plan;

import io.aleff.definition.Json;
import io.aleff.htn.Fact;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Facts as keys of JSON objects: the JSON text of the fact itself, which any name survives. */
final class FactKeys {

  private FactKeys() {}

  static final class Writer extends ValueSerializer<Fact> {
    @Override
    public void serialize(Fact fact, JsonGenerator out, SerializationContext context) {
      out.writeName(Json.MAPPER.writeValueAsString(fact));
    }
  }

  static final class Reader extends KeyDeserializer {
    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      return Json.MAPPER.readValue(key, Fact.class);
    }
  }
}
