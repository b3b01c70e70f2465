package io.aleff.cli.run;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What the command line says, in the reader's language. */
public final class Words {

  private static final Locale PORTUGUESE = Locale.of("pt", "BR");
  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  private final ResourceBundle bundle;
  private final Locale locale;

  private Words(Locale locale) {
    this.locale = locale;
    this.bundle = ResourceBundle.getBundle("io.aleff.cli.run.words", locale, NO_FALLBACK);
  }

  /**
   * @param tag {@code pt-BR}, or anything else for English
   */
  public static Words of(String tag) {
    String normal = tag.replace('_', '-').toLowerCase(Locale.ROOT);
    return new Words(normal.startsWith("pt") ? PORTUGUESE : Locale.ENGLISH);
  }

  /** The help texts of the commands in the same language. */
  public ResourceBundle help() {
    return ResourceBundle.getBundle("io.aleff.cli.help", locale, NO_FALLBACK);
  }

  /** Numbers are inserted as they are, without grouping. */
  public String say(String key, Object... values) {
    Object[] texts = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      texts[i] = String.valueOf(values[i]);
    }
    return new MessageFormat(bundle.getString(key), locale).format(texts);
  }

  /** The name of a state; the API's own where there is no other. */
  public String state(String state) {
    String key = "state." + state;
    return bundle.containsKey(key) ? bundle.getString(key) : state;
  }
}
