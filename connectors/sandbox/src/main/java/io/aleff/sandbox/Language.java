package io.aleff.sandbox;

import java.util.Optional;
import java.util.stream.Stream;

/** A language the sandbox runs, by the name of its operation. Interpreters are Debian's own. */
enum Language {
  PYTHON("python", "main.py", "python3", "/usr/bin/python3", "/usr/bin/python3"),
  SHELL("shell", "main.sh", "bash", "/bin/bash", "/bin/sh"),
  JAVASCRIPT("javascript", "main.js", "nodejs", "/usr/bin/node", "/usr/bin/nodejs");

  private final String operation;
  private final String sourceName;
  private final String debianPackage;
  private final String interpreter;
  private final String otherwise;

  Language(
      String operation,
      String sourceName,
      String debianPackage,
      String interpreter,
      String otherwise) {
    this.operation = operation;
    this.sourceName = sourceName;
    this.debianPackage = debianPackage;
    this.interpreter = interpreter;
    this.otherwise = otherwise;
  }

  static Optional<Language> ofOperation(String operation) {
    for (Language each : values()) {
      if (each.operation.equals(operation)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  String operation() {
    return operation;
  }

  /** Name of the file that inline code is written to. */
  String sourceName() {
    return sourceName;
  }

  String debianPackage() {
    return debianPackage;
  }

  Optional<String> interpreter(HostTools tools) {
    return Stream.of(interpreter, otherwise).filter(tools::exists).findFirst();
  }
}
