package io.aleff.server.store;

import io.aleff.definition.Json;
import io.aleff.runtime.port.Page;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.RowMapper;

/** How rows become records. */
final class Rows {

  private Rows() {}

  /** Reads a record from its whole JSON in the column {@code body}. */
  static <T> RowMapper<T> body(Class<T> type) {
    return (row, n) -> Json.MAPPER.readValue(row.getString("body"), type);
  }

  /**
   * @param rows one more than the limit when there are more
   */
  static <T> Page<T> page(List<T> rows, int limit, Function<T, String> cursor) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    List<T> shown = List.copyOf(rows.subList(0, limit));
    return new Page<>(shown, cursor.apply(shown.getLast()));
  }

  /** Pattern of LIKE for texts that contain the words as they are. */
  static String containing(String words) {
    return "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }

  static void expectOne(int rows, String what) {
    if (rows != 1) {
      throw new IllegalStateException(
          "Expected to change " + what + ", changed " + rows + " rows.");
    }
  }
}
