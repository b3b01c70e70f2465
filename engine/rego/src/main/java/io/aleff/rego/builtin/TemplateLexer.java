package io.aleff.rego.builtin;

import io.aleff.rego.builtin.TemplateToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts a template into tokens; an error is the last of them. */
final class TemplateLexer {

  private static final Set<String> KEYWORDS =
      Set.of(
          "block", "break", "continue", "define", "else", "end", "if", "range", "template", "with");

  private final Builtin.Scope scope;
  private final String input;
  private final List<TemplateToken> out = new ArrayList<>();
  private int at;
  private int start;
  private int line = 1;
  private int startLine = 1;
  private int depth;
  private boolean inside;
  private boolean ended;

  private TemplateLexer(Builtin.Scope scope, String input) {
    this.scope = scope;
    this.input = input;
  }

  static List<TemplateToken> tokens(Builtin.Scope scope, String input) {
    TemplateLexer lexer = new TemplateLexer(scope, input);
    while (!lexer.ended) {
      scope.step();
      if (lexer.inside) {
        lexer.action();
      } else {
        lexer.text();
      }
    }
    return lexer.out;
  }

  private void emit(Kind kind) {
    scope.allocate(1);
    String text = input.substring(start, at);
    out.add(new TemplateToken(kind, kind == Kind.EOF ? "EOF" : text, start, startLine));
    ended = kind == Kind.EOF;
    ignore();
  }

  private void error(String message) {
    out.add(new TemplateToken(Kind.ERROR, message, start, startLine));
    ended = true;
  }

  /** Leaves out what has been read, and counts its lines. */
  private void ignore() {
    for (int i = start; i < at; i++) {
      line += input.charAt(i) == '\n' ? 1 : 0;
    }
    start = at;
    startLine = line;
  }

  private void text() {
    int open = input.indexOf("{{", at);
    if (open < 0) {
      at = input.length();
      if (at > start) {
        emit(Kind.TEXT);
      } else {
        emit(Kind.EOF);
      }
      return;
    }
    boolean trim = open + 3 < input.length() && input.charAt(open + 2) == '-' && space(open + 3);
    int end = open;
    while (trim && end > at && space(end - 1)) {
      end--;
    }
    at = end;
    if (at > start) {
      emit(Kind.TEXT);
    }
    at = open;
    ignore();
    int after = open + (trim ? 4 : 2);
    if (input.startsWith("/*", after)) {
      at = after;
      ignore();
      comment();
      return;
    }
    at = open + 2;
    emit(Kind.LEFT);
    inside = true;
    at = after;
    ignore();
    depth = 0;
  }

  private void comment() {
    int close = input.indexOf("*/", at + 2);
    if (close < 0) {
      error("unclosed comment");
      return;
    }
    at = close + 2;
    if (!atRight()) {
      error("comment ends before closing delimiter");
      return;
    }
    right();
    out.removeLast();
  }

  /** Whether {@code }}} follows, also with a marker that trims. */
  private boolean atRight() {
    return input.startsWith("}}", at) || atTrimmedRight(at);
  }

  private boolean atTrimmedRight(int from) {
    return space(from) && input.startsWith("-}}", from + 1);
  }

  private void right() {
    boolean trim = atTrimmedRight(at);
    if (trim) {
      at += 2;
      ignore();
    }
    at += 2;
    emit(Kind.RIGHT);
    while (trim && space(at)) {
      at++;
    }
    ignore();
    inside = false;
  }

  private boolean space(int i) {
    return i < input.length() && " \t\r\n".indexOf(input.charAt(i)) >= 0;
  }

  private void action() {
    if (atRight()) {
      if (depth == 0) {
        right();
      } else {
        error("unclosed left paren");
      }
      return;
    }
    if (at >= input.length()) {
      error("unclosed action");
      return;
    }
    if (space(at)) {
      spaces();
      return;
    }
    int c = input.codePointAt(at);
    boolean digitNext = at + 1 < input.length() && digit(input.charAt(at + 1));
    if (c == '+' || c == '-' || digit(c) || (c == '.' && digitNext)) {
      number();
      return;
    }
    if (alphanumeric(c)) {
      identifier();
      return;
    }
    at += Character.charCount(c);
    mark(c);
  }

  private void mark(int c) {
    switch (c) {
      case '=' -> emit(Kind.ASSIGN);
      case '|' -> emit(Kind.PIPE);
      case '"' -> quote('"', "unterminated quoted string", Kind.STRING);
      case '\'' -> quote('\'', "unterminated character constant", Kind.CHARACTER);
      case '`' -> raw();
      case '$' -> name(Kind.VARIABLE, Kind.VARIABLE);
      case '.' -> name(Kind.FIELD, Kind.DOT);
      case '(' -> {
        depth++;
        emit(Kind.OPEN);
      }
      case ')' -> {
        depth--;
        if (depth < 0) {
          error("unexpected right paren");
        } else {
          emit(Kind.CLOSE);
        }
      }
      case ':' -> {
        if (input.startsWith("=", at)) {
          at++;
          emit(Kind.DECLARE);
        } else {
          error("expected :=");
        }
      }
      default -> {
        if (c >= 0x20 && c < 0x7f) {
          emit(Kind.SIGN);
        } else {
          error("unrecognized character in action: " + unicode(c));
        }
      }
    }
  }

  private void spaces() {
    while (space(at) && !atTrimmedRight(at)) {
      at++;
    }
    if (at > start) {
      emit(Kind.SPACE);
    }
  }

  private void identifier() {
    while (at < input.length() && alphanumeric(input.codePointAt(at))) {
      at += Character.charCount(input.codePointAt(at));
    }
    if (!atTerminator()) {
      error("bad character " + unicode(input.codePointAt(at)));
      return;
    }
    String word = input.substring(start, at);
    if (KEYWORDS.contains(word)) {
      emit(Kind.KEYWORD);
    } else if (word.equals("nil")) {
      emit(Kind.NIL);
    } else {
      emit(word.equals("true") || word.equals("false") ? Kind.BOOL : Kind.IDENTIFIER);
    }
  }

  private void name(Kind kind, Kind alone) {
    if (atTerminator()) {
      emit(alone);
      return;
    }
    while (at < input.length() && alphanumeric(input.codePointAt(at))) {
      at += Character.charCount(input.codePointAt(at));
    }
    if (atTerminator()) {
      emit(kind);
    } else {
      error("bad character " + unicode(input.codePointAt(at)));
    }
  }

  private boolean atTerminator() {
    return at >= input.length()
        || space(at)
        || ".,|:)(".indexOf(input.charAt(at)) >= 0
        || input.startsWith("}}", at);
  }

  private void quote(char end, String unterminated, Kind kind) {
    while (at < input.length()) {
      char c = input.charAt(at++);
      if (c == end) {
        emit(kind);
        return;
      }
      if (c == '\n' || (c == '\\' && (at >= input.length() || input.charAt(at++) == '\n'))) {
        break;
      }
    }
    error(unterminated);
  }

  private void raw() {
    int close = input.indexOf('`', at);
    if (close < 0) {
      error("unterminated raw quoted string");
      return;
    }
    at = close + 1;
    emit(Kind.STRING);
  }

  private void number() {
    accept("+-");
    String digits = "0123456789_";
    if (accept("0")) {
      digits = accept("xX") ? "0123456789abcdefABCDEF_" : digits;
      digits = digits.length() == 11 && accept("oO") ? "01234567_" : digits;
      digits = digits.length() == 11 && accept("bB") ? "01_" : digits;
    }
    run(digits);
    if (accept(".")) {
      run(digits);
    }
    if ((digits.length() == 11 && accept("eE")) || (digits.length() == 23 && accept("pP"))) {
      accept("+-");
      run("0123456789_");
    }
    accept("i");
    if (at < input.length() && alphanumeric(input.codePointAt(at))) {
      at += Character.charCount(input.codePointAt(at));
      StringBuilder shown = new StringBuilder();
      io.aleff.rego.value.ValuePrinter.quote(input.substring(start, at), shown);
      error("bad number syntax: " + shown);
    } else {
      emit(Kind.NUMBER);
    }
  }

  private boolean accept(String any) {
    boolean found = at < input.length() && any.indexOf(input.charAt(at)) >= 0;
    at += found ? 1 : 0;
    return found;
  }

  private void run(String any) {
    while (accept(any)) {
      scope.work(1);
    }
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean alphanumeric(int c) {
    return c == '_' || Character.isLetter(c) || Character.isDigit(c);
  }

  private static String unicode(int c) {
    String code = String.format("U+%04X", c);
    return Character.isISOControl(c) ? code : code + " '" + Character.toString(c) + "'";
  }
}
