package io.aleff.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import io.aleff.guardrail.drl.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Test files on the class path. */
public final class Resources {

  private Resources() {}

  /** Rules that must pass the allow-list. */
  public static RuleSet rules(SourceText... files) {
    RuleSet.Checked checked = RuleSet.check(List.of(files));
    assertThat(checked.diagnostics()).isEmpty();
    return Objects.requireNonNull(checked.rules());
  }

  public static SourceText text(String path) {
    try (InputStream in =
        Objects.requireNonNull(Resources.class.getResourceAsStream("/" + path), path)) {
      return new SourceText(path, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
