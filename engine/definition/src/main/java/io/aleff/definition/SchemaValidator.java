package io.aleff.definition;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Validates values against a JSON Schema (draft 2020-12) and says where in the source each finding
 * is. Schemas never load anything from outside: a reference to another document is an error.
 *
 * <p>Codes: {@code SCHEMA-001} unknown key, {@code SCHEMA-002} missing key, {@code SCHEMA-003}
 * wrong type, {@code SCHEMA-004} not one of the allowed values, {@code SCHEMA-005} wrong form,
 * {@code SCHEMA-006} any other rule, {@code SCHEMA-007} the schema itself is wrong. Thread-safe.
 */
public final class SchemaValidator {

  private static final String BASE = "https://aleff.io/schemas/v1/";
  private static final String DIALECT = SpecificationVersion.DRAFT_2020_12.getDialectId();
  private static final SchemaRegistry REGISTRY = registry();
  private static final Map<String, SchemaValidator> NAMED = new ConcurrentHashMap<>();

  private final Schema schema;
  private final JsonNode document;

  private SchemaValidator(Schema schema, JsonNode document) {
    this.schema = schema;
    this.document = document;
  }

  /**
   * @param name of a schema that Aleff publishes, for example {@code connector} or {@code tenant}
   * @throws IllegalArgumentException when there is none
   */
  public static SchemaValidator named(String name) {
    return NAMED.computeIfAbsent(name, n -> of(resource(n)));
  }

  /**
   * A validator for a schema from elsewhere, for example from a connector manifest.
   *
   * @throws IllegalArgumentException when it is no usable schema; ask {@link #checkSchema} before
   */
  public static SchemaValidator of(JsonNode schema) {
    try {
      SchemaLocation id = SchemaLocation.of(schema.path("$id").asString("urn:aleff:schema"));
      Schema read = REGISTRY.getSchema(id, schema);
      read.initializeValidators();
      return new SchemaValidator(read, schema);
    } catch (SchemaException e) {
      throw new IllegalArgumentException("Not a usable JSON Schema: " + e.getMessage(), e);
    }
  }

  /** The text of a published schema, for editors. */
  public static JsonNode resource(String name) {
    String path = "/schemas/v1/" + name + ".schema.json";
    try (InputStream in = SchemaValidator.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("There is no schema \"" + name + "\".");
      }
      return Json.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with a JSON Schema that an author wrote; empty when it can be used. */
  public static List<Diagnostic> checkSchema(YamlNode schema) {
    Schema dialect = REGISTRY.getSchema(SchemaLocation.of(DIALECT));
    List<Diagnostic> found = new ArrayList<>();
    for (Error error : dialect.validate(schema.toJson())) {
      YamlNode place = SchemaFindings.nearest(schema, error.getInstanceLocation());
      found.add(
          Diagnostic.error(
              "SCHEMA-007",
              place.location(),
              "Not a JSON Schema: " + SchemaFindings.plain(error.getMessage()) + "."));
    }
    if (found.isEmpty()) {
      try {
        of(schema.toJson());
      } catch (IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        found.add(Diagnostic.error("SCHEMA-007", schema.location(), message));
      }
    }
    return List.copyOf(found);
  }

  /** All findings, in the order of the document. */
  public List<Diagnostic> validate(YamlNode value) {
    return new SchemaFindings(document).of(schema.validate(value.toJson()), value);
  }

  /**
   * All findings about a value that has no source; each says the path within the value.
   *
   * @param at the place that all findings get
   */
  public List<Diagnostic> validate(JsonNode value, SourceLocation at) {
    return new SchemaFindings(document).of(schema.validate(value), at);
  }

  private static SchemaRegistry registry() {
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12,
        builder ->
            builder
                .schemaCacheEnabled(false)
                .schemaRegistryConfig(
                    SchemaRegistryConfig.builder()
                        .locale(Locale.ENGLISH)
                        .formatAssertionsEnabled(true)
                        .build())
                .schemaLoader(
                    loader ->
                        loader.allow(
                            iri -> iri.toString().startsWith("https://json-schema.org/draft/"))));
  }

  /** The address under which editors find a published schema. */
  public static String address(String name) {
    return BASE + name + ".schema.json";
  }

  /**
   * Parses a JSON Schema given as text.
   *
   * @throws IllegalArgumentException when it is no JSON
   */
  public static SchemaValidator parse(String schema) {
    try {
      return of(Json.MAPPER.readTree(schema));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("Not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
