package io.aleff.server.database;

import java.util.List;

/** The database would lose data or mix tenants; the service does not start on it. */
public final class UnsafeDatabaseException extends RuntimeException {

  UnsafeDatabaseException(List<String> findings) {
    super(String.join(" ", findings));
  }
}
