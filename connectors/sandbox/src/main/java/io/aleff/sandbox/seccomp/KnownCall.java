package io.aleff.sandbox.seccomp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A system call of either architecture, up to the newest that was looked at. Names and numbers are
 * those of the kernel's {@code unistd_64.h} and {@code asm-generic/unistd.h}.
 *
 * @param x86 its number, -1 where x86-64 has no such call
 * @param arm its number, -1 where AArch64 has no such call
 */
record KnownCall(String name, int x86, int arm) {

  private static final List<KnownCall> ALL = read();

  static List<KnownCall> all() {
    return ALL;
  }

  int number(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> x86;
      case AARCH64 -> arm;
    };
  }

  private static List<KnownCall> read() {
    try (InputStream in = KnownCall.class.getResourceAsStream("calls.txt")) {
      return new String(
              Objects.requireNonNull(in, "calls.txt").readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .map(f -> new KnownCall(f[0], Integer.parseInt(f[1]), Integer.parseInt(f[2])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
