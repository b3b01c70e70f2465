package io.aleff.definition;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A definition file that was read and validated against the schema of its kind.
 *
 * @param root null when nothing more can be said about the file; there is one in spite of keys that
 *     are there twice, so that all else is found as well
 * @param diagnostics of the reader and of the schema
 */
public record Definition(YamlNode.@Nullable MappingNode root, List<Diagnostic> diagnostics) {

  public Definition {
    diagnostics = List.copyOf(diagnostics);
  }

  /**
   * @param schema for example {@code task-network}; see {@link SchemaValidator#named}
   */
  public static Definition read(SourceText source, String schema) {
    YamlReader.Result yaml = YamlReader.read(source);
    List<Diagnostic> found = new ArrayList<>(yaml.diagnostics());
    if (yaml.readable() != null) {
      found.addAll(SchemaValidator.named(schema).validate(yaml.readable()));
    }
    boolean usable =
        found.stream().noneMatch(d -> d.isError() && !d.code().equals(YamlReader.DUPLICATE));
    return new Definition(
        usable && yaml.readable() instanceof YamlNode.MappingNode mapping ? mapping : null, found);
  }
}
