package io.aleff.definition;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.validation.validator.Validator;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import java.util.List;
import java.util.Locale;

/**
 * Checks the constraints that an {@link Introspected} record declares on its components and says
 * where in the source each violated value stands. Works without reflection.
 */
public final class RecordValidator {

  private static final Validator VALIDATOR = Validator.getInstance();

  private RecordValidator() {}

  /**
   * @param code of the diagnostics
   * @param source what the record was read from; its keys are named as the record's components
   */
  public static <T> List<Diagnostic> validate(T record, String code, YamlNode source) {
    return VALIDATOR.validate(record).stream()
        .map(violation -> diagnostic(violation, code, source))
        .sorted((a, b) -> a.location().compareTo(b.location()))
        .toList();
  }

  private static <T> Diagnostic diagnostic(
      ConstraintViolation<T> violation, String code, YamlNode source) {
    YamlNode here = source;
    for (Path.Node node : violation.getPropertyPath()) {
      YamlNode next = node.getName() == null ? null : here.at(node.getName());
      if (next == null) {
        break;
      }
      here = next;
    }
    String path = violation.getPropertyPath().toString();
    String message = violation.getMessage();
    Object value = violation.getInvalidValue();
    return Diagnostic.error(
            code,
            here.location(),
            "The value of " + path + " is " + shown(value) + ": it " + message + ".")
        .expecting(message.replaceFirst("^must be ", "").toLowerCase(Locale.ROOT));
  }

  private static String shown(Object value) {
    String text = String.valueOf(value);
    return text.isBlank() ? "empty" : text.length() > 60 ? text.substring(0, 59) + "…" : text;
  }
}
