package io.aleff.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML 1.2 document as plain data with locations. Nothing is constructed from tags, no
 * key is silently overwritten, and no document grows beyond {@link YamlLimits}.
 *
 * <p>Codes: {@code YAML-001} syntax, {@code YAML-002} duplicate key, {@code YAML-003} tag, {@code
 * YAML-004} too large, {@code YAML-005} several documents, {@code YAML-006} empty, {@code YAML-007}
 * alias, {@code YAML-008} key, {@code YAML-009} number.
 */
public final class YamlReader {

  static final String DUPLICATE = "YAML-002";

  private YamlReader() {}

  /**
   * @param root the document; null when any diagnostic is an error
   * @param readable the document for further checks; also where keys are there twice, of which the
   *     first counts
   * @param diagnostics in the order of the document
   */
  public record Result(
      @Nullable YamlNode root, @Nullable YamlNode readable, List<Diagnostic> diagnostics) {

    public Result {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  public static Result read(SourceText source) {
    return read(source, YamlLimits.DEFAULT);
  }

  public static Result read(SourceText source, YamlLimits limits) {
    if (source.text().length() > limits.characters()) {
      Diagnostic tooLong =
          Diagnostic.error(
                  "YAML-004",
                  source.start(),
                  "The file has " + source.text().length() + " characters.")
              .expecting("at most " + limits.characters());
      return new Result(null, null, List.of(tooLong));
    }
    YamlPlaces places = new YamlPlaces(source);
    YamlTreeBuilder builder = new YamlTreeBuilder(places, limits);
    List<Diagnostic> found = new ArrayList<>(builder.diagnostics());
    feed(source, places, builder, found);
    found.addAll(builder.diagnostics());
    boolean broken = found.stream().anyMatch(Diagnostic::isError);
    YamlNode root = builder.root();
    if (root == null && !broken) {
      found.add(
          Diagnostic.error("YAML-006", source.start(), "The file has no content.")
              .expecting("one YAML document"));
    }
    found.sort((a, b) -> a.location().compareTo(b.location()));
    boolean readable = found.stream().noneMatch(d -> d.isError() && !d.code().equals(DUPLICATE));
    return new Result(broken ? null : root, readable ? root : null, found);
  }

  private static void feed(
      SourceText source, YamlPlaces places, YamlTreeBuilder builder, List<Diagnostic> found) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(source.path()).setCodePointLimit(Integer.MAX_VALUE).build();
    try {
      for (Event event : new Parse(settings).parseString(source.text())) {
        if (!builder.accept(event)) {
          return;
        }
      }
    } catch (MarkedYamlEngineException e) {
      found.add(YamlSyntaxErrors.explain(e, places));
    } catch (ReaderException e) {
      found.add(
          Diagnostic.error(
                  "YAML-001",
                  places.ofCodePoint(e.getPosition()),
                  "The character U+%04X is not allowed in YAML.".formatted(e.getCodePoint()))
              .expecting("printable text in UTF-8"));
    } catch (YamlEngineException e) {
      String message = Optional.ofNullable(e.getMessage()).orElse("not YAML");
      found.add(Diagnostic.error("YAML-001", source.start(), "Not valid YAML: " + message + "."));
    }
  }
}
