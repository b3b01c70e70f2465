package io.aleff.rego.parse;

import io.aleff.rego.parse.Token.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keywords that came after Rego v0. A file of Rego v0 imports them, and otherwise may use them
 * as names.
 */
final class LaterKeywords {

  private static final Set<String> ALL = Set.of("in", "every", "contains", "if");

  private LaterKeywords() {}

  /** The tokens of a file of Rego v0, with names in place of the keywords it does not import. */
  static List<Token> of(List<Token> tokens) {
    Set<String> imported = imported(tokens);
    return tokens.stream().map(token -> isName(token, imported) ? named(token) : token).toList();
  }

  private static boolean isName(Token token, Set<String> imported) {
    return token.kind() == Kind.KEYWORD
        && ALL.contains(token.text())
        && !imported.contains(token.text());
  }

  private static Token named(Token token) {
    return new Token(
        Kind.NAME, token.text(), token.offset(), token.end(), token.line(), token.column());
  }

  private static Set<String> imported(List<Token> tokens) {
    Set<String> out = new HashSet<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (!tokens.get(i).isKeyword("import")) {
        continue;
      }
      if (follows(tokens, i, "rego", "v1")) {
        return ALL;
      }
      if (follows(tokens, i, "future", "keywords")) {
        if (i + 5 >= tokens.size() || !tokens.get(i + 4).is(".")) {
          return ALL;
        }
        String word = tokens.get(i + 5).text();
        out.add(word);
        if (word.equals("every")) {
          out.add("in");
        }
      }
    }
    return out;
  }

  private static boolean follows(List<Token> tokens, int at, String first, String second) {
    return at + 3 < tokens.size()
        && tokens.get(at + 1).text().equals(first)
        && tokens.get(at + 2).is(".")
        && tokens.get(at + 3).text().equals(second);
  }
}
