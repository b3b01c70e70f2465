package io.aleff.sandbox.seccomp;

import java.util.Locale;
import java.util.Optional;

/** A processor architecture the filter can be generated for. Both are little-endian. */
public enum Architecture {
  X86_64(0xC000003E),
  AARCH64(0xC00000B7);

  private final int auditNumber;

  Architecture(int auditNumber) {
    this.auditNumber = auditNumber;
  }

  /** The {@code AUDIT_ARCH_*} number the kernel reports in {@code seccomp_data.arch}. */
  public int auditNumber() {
    return auditNumber;
  }

  /** The architecture this JVM runs on, or empty when there is no filter for it. */
  public static Optional<Architecture> current() {
    return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64", "arm64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }
}
