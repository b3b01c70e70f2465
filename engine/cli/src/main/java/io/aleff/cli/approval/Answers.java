package io.aleff.cli.approval;

import java.util.Set;

/** What a person may type, in every language, for a language is no reason to be misunderstood. */
public final class Answers {

  public static final Set<String> YES = Set.of("y", "yes", "s", "sim");
  public static final Set<String> NO = Set.of("n", "no", "não", "nao");
  public static final Set<String> BROWSER = Set.of("b", "browser", "navegador");

  private Answers() {}
}
