package io.aleff.rego.format;

import io.aleff.rego.ast.Module.Comment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines being written, with the comments that still have to find their place among them. */
final class Page {

  /** A comment stands where no line can be broken: the text around it has to stay as it is. */
  static final class Crowded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Crowded() {
      super("comment inside of a line", null, false, false);
    }
  }

  /** A state to come back to. */
  record Mark(
      int length, int level, boolean empty, @Nullable Comment atEnd, List<Comment> comments) {}

  private final StringBuilder out = new StringBuilder();
  private final Deque<Comment> comments;
  private int level;
  private boolean empty = true;
  private @Nullable Comment atEnd;

  Page(List<Comment> comments) {
    this.comments = new ArrayDeque<>(comments);
  }

  Mark mark() {
    return new Mark(out.length(), level, empty, atEnd, List.copyOf(comments));
  }

  void back(Mark mark) {
    out.setLength(mark.length);
    level = mark.level;
    empty = mark.empty;
    atEnd = mark.atEnd;
    comments.clear();
    comments.addAll(mark.comments);
  }

  /** Whether nothing was written on the current line. */
  boolean lineIsEmpty() {
    return empty;
  }

  boolean hasCommentBefore(int row) {
    return atEnd != null || (!comments.isEmpty() && comments.getFirst().location().line() < row);
  }

  void write(String text) {
    if (text.isEmpty()) {
      return;
    }
    if (empty) {
      out.append("\t".repeat(level));
      empty = false;
    }
    out.append(text);
  }

  void endLine() {
    Comment comment = atEnd;
    atEnd = null;
    if (comment != null) {
      write((empty ? "" : " ") + text(comment));
    }
    if (!empty) {
      out.append('\n');
      empty = true;
    }
  }

  /** Goes to the next line; a comment for the end of the line waits for the next end. */
  void breakLine() {
    out.append('\n');
    empty = true;
  }

  /** Keeps the comment of a row, wherever it is in the queue, for the end of the current line. */
  void fetch(int row) {
    for (Comment comment : List.copyOf(comments)) {
      if (comment.location().line() == row) {
        comments.remove(comment);
        atEnd = comment;
      }
    }
  }

  void blankLine() {
    endLine();
    if (!out.isEmpty() && !out.toString().endsWith("\n\n")) {
      out.append('\n');
    }
  }

  void indent() {
    level++;
  }

  void outdent() {
    level--;
  }

  /** Writes the comments above a row. */
  void above(int row) {
    int last = 0;
    while (!comments.isEmpty() && comments.getFirst().location().line() < row) {
      Comment comment = comments.removeFirst();
      if (!empty || atEnd != null) {
        throw new Crowded();
      }
      int at = comment.location().line();
      if (last > 0 && at > last + 1) {
        blankLine();
      }
      write(text(comment));
      endLine();
      last = at;
    }
    if (last > 0 && row > last + 1) {
      blankLine();
    }
  }

  /** Writes the comments above a row, and keeps the one on it for the end of the line. */
  void reach(int row) {
    above(row);
    if (!comments.isEmpty() && comments.getFirst().location().line() == row) {
      if (atEnd != null) {
        throw new Crowded();
      }
      atEnd = comments.removeFirst();
    }
  }

  /** Writes source text as it is; the comments in it are done. */
  void verbatim(String text, int lastRow, int lastColumn) {
    write(text);
    while (!comments.isEmpty()
        && (comments.getFirst().location().line() < lastRow
            || (comments.getFirst().location().line() == lastRow
                && comments.getFirst().location().column() < lastColumn))) {
      comments.removeFirst();
    }
    reach(lastRow);
  }

  String finish() {
    endLine();
    reach(Integer.MAX_VALUE);
    return out.toString().stripTrailing() + "\n";
  }

  private static String text(Comment comment) {
    return "#" + comment.text().stripTrailing();
  }
}
