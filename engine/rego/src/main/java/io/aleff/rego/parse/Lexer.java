package io.aleff.rego.parse;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.rego.ast.Module;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Turns a file into tokens; comments are kept aside. */
final class Lexer {

  static final Set<String> KEYWORDS =
      Set.of(
          "package",
          "import",
          "default",
          "else",
          "not",
          "with",
          "as",
          "some",
          "null",
          "true",
          "false",
          "in",
          "every",
          "contains",
          "if");
  private static final String[] OPERATORS = {
    ":=", "==", "!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "%", "&", "|", "[", "]", "{",
    "}", "(", ")", ",", ";", ":", "."
  };

  private final SourceText source;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private final List<Module.Comment> comments = new ArrayList<>();
  private final List<Diagnostic> errors = new ArrayList<>();
  private final Deque<Template> templates = new ArrayDeque<>();
  private int at;
  private int line = 1;
  private int lineStart;

  /** An open interpolation: how many braces are open inside it, and how its string ends. */
  private static final class Template {
    final boolean raw;
    int braces;

    Template(boolean raw) {
      this.raw = raw;
    }
  }

  Lexer(SourceText source) {
    this.source = source;
    this.text = source.text();
  }

  List<Module.Comment> comments() {
    return comments;
  }

  List<Diagnostic> errors() {
    return errors;
  }

  List<Token> tokens() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        at++;
        newLine();
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\ufeff') {
        at++;
      } else if (c == '#') {
        comment();
      } else {
        token(c);
      }
    }
    if (!templates.isEmpty()) {
      error(at, "non-terminated template string");
    }
    add(Token.Kind.END, "", at);
    return tokens;
  }

  private void newLine() {
    line++;
    lineStart = at;
  }

  private void comment() {
    int start = at;
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
    String body = text.substring(start + 1, at);
    comments.add(
        new Module.Comment(
            body.endsWith("\r") ? body.substring(0, body.length() - 1) : body, place(start)));
  }

  private void token(char c) {
    int start = at;
    if (isLetter(c) || (c == '$' && source.path().equals("query") && isLetter(peek(1)))) {
      at++;
      while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
        at++;
      }
      String word = text.substring(start, at);
      add(KEYWORDS.contains(word) ? Token.Kind.KEYWORD : Token.Kind.NAME, word, start);
    } else if (isDigit(c)) {
      number(start);
    } else if (c == '"') {
      at++;
      add(Token.Kind.STRING, string(start, '"', false), start);
    } else if (c == '`') {
      at++;
      rawString(start);
    } else if (c == '$' && at + 1 < text.length() && isQuote(text.charAt(at + 1))) {
      boolean raw = text.charAt(at + 1) == '`';
      at += 2;
      add(Token.Kind.TEMPLATE_START, "$", start);
      templates.push(new Template(raw));
      templateText();
    } else {
      operator(start, c);
    }
  }

  private void operator(int start, char c) {
    Template template = templates.peek();
    if (template != null && c == '}' && template.braces == 0) {
      at++;
      add(Token.Kind.TEMPLATE_CLOSE, "}", start);
      templateText();
      return;
    }
    if (template != null) {
      template.braces += c == '{' ? 1 : c == '}' ? -1 : 0;
    }
    for (String operator : OPERATORS) {
      if (text.startsWith(operator, at)) {
        at += operator.length();
        add(Token.Kind.OPERATOR, operator, start);
        return;
      }
    }
    at += Character.charCount(text.codePointAt(at));
    error(start, "illegal token: " + text.substring(start, at));
  }

  private void number(int start) {
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    if (text.charAt(start) == '0' && at - start > 1) {
      error(start, "illegal number format: leading zero");
    }
    if (peek(0) == '.' && isDigit(peek(1))) {
      at++;
      while (isDigit(peek(0))) {
        at++;
      }
    }
    if (peek(0) == 'e' || peek(0) == 'E') {
      int sign = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
      if (isDigit(peek(sign))) {
        at += sign;
        while (isDigit(peek(0))) {
          at++;
        }
      }
    }
    if (isLetter(peek(0))) {
      error(start, "illegal number format");
    }
    add(Token.Kind.NUMBER, text.substring(start, at), start);
  }

  private void rawString(int start) {
    int close = text.indexOf('`', at);
    int startLine = line;
    int startColumn = start - lineStart + 1;
    int stop = close < 0 ? text.length() : close;
    String body = text.substring(at, stop);
    for (; at < stop; at++) {
      if (text.charAt(at) == '\n') {
        line++;
        lineStart = at + 1;
      }
    }
    if (close < 0) {
      error(start, "non-terminated raw string");
    } else {
      at++;
    }
    tokens.add(new Token(Token.Kind.STRING, body, start, at, startLine, startColumn));
  }

  /** Reads the text of a template up to its next expression or its end. */
  private void templateText() {
    Template template = templates.element();
    int start = at;
    String body = string(start, template.raw ? '`' : '"', true);
    if (!body.isEmpty()) {
      add(Token.Kind.TEMPLATE_TEXT, body, start);
    }
    if (at > 0 && at <= text.length() && text.charAt(at - 1) == '{') {
      add(Token.Kind.TEMPLATE_OPEN, "{", at - 1);
    } else {
      templates.pop();
      add(Token.Kind.TEMPLATE_END, "", at);
    }
  }

  /** Reads to the closing quote, or in a template to the next open brace; consumes either. */
  private String string(int start, char quote, boolean template) {
    StringBuilder out = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote || (template && c == '{')) {
        return out.toString();
      }
      if (c == '\n') {
        if (quote != '`') {
          at--;
          break;
        }
        newLine();
      }
      if (c == '\\' && at < text.length()) {
        if (template && text.charAt(at) == '{') {
          out.append('{');
          at++;
        } else if (quote == '`') {
          out.append(c);
        } else {
          escape(out);
        }
      } else {
        out.append(c);
      }
    }
    error(start, "non-terminated string");
    return out.toString();
  }

  private void escape(StringBuilder out) {
    int start = at - 1;
    char c = text.charAt(at++);
    switch (c) {
      case '"', '\\', '/' -> out.append(c);
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'u' -> {
        try {
          out.append(
              (char) Integer.parseInt(text.substring(at, Math.min(at + 4, text.length())), 16));
          at = Math.min(at + 4, text.length());
        } catch (NumberFormatException e) {
          error(start, "illegal escape sequence");
        }
      }
      default -> error(start, "illegal escape sequence");
    }
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  private void add(Token.Kind kind, String value, int start) {
    tokens.add(new Token(kind, value, start, at, line, start - lineStart + 1));
  }

  private SourceLocation place(int offset) {
    return new SourceLocation(source.path(), line, Math.max(offset - lineStart + 1, 1));
  }

  private void error(int offset, String message) {
    errors.add(Diagnostic.error("rego_parse_error", place(offset), message));
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '`';
  }
}
