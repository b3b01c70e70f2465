package io.aleff.sandbox.seccomp;

/**
 * Generates the seccomp program of a sandbox, in the form that {@code bwrap --seccomp} takes.
 * Denied calls fail with EPERM so that programs see an ordinary error, those that reserve space
 * beyond the end of a file with EOPNOTSUPP as on file systems without it; calls newer than this
 * list, and {@code clone3} (whose flags a filter cannot see), fail with ENOSYS so that the C
 * library falls back to the older call. A foreign calling convention kills the process.
 */
public final class SeccompFilter {

  static final int ALLOW = 0x7fff0000;
  static final int KILL_PROCESS = 0x80000000;
  static final int EPERM = 0x00050000 | 1;
  static final int EOPNOTSUPP = 0x00050000 | 95;
  static final int ENOSYS = 0x00050000 | 38;

  private static final int NUMBER = 0;
  private static final int ARCH = 4;
  private static final int ARGUMENTS = 16;
  private static final int X32_BIT = 0x40000000;
  private static final int CLONE3 = 435;

  /** The newest call that was looked at: mseal, Linux 6.10. */
  static final int NEWEST_KNOWN = 462;

  private static final int TIOCSTI = 0x5412;
  private static final int TIOCLINUX = 0x541C;

  /** FS_IOC_RESVSP, FS_IOC_RESVSP64 and FS_IOC_ZERO_RANGE: fallocate(2) by another name. */
  private static final int RESERVE = 0x40305828;

  private static final int RESERVE_64 = 0x4030582A;
  private static final int RESERVE_ZEROES = 0x40305839;
  private static final int KEEP_SIZE = 1;
  private static final int PUNCH_HOLE = 2;
  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int CLONE_THREAD = 0x00010000;

  /** NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
  private static final int CLONE_NAMESPACES =
      0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000;

  private final Architecture architecture;
  private final Bpf program = new Bpf();

  private SeccompFilter(Architecture architecture) {
    this.architecture = architecture;
  }

  /**
   * @param childProcesses false also denies every way to start a process; threads stay possible
   * @return the program as an array of {@code struct sock_filter}
   */
  public static byte[] generate(Architecture architecture, boolean childProcesses) {
    return assemble(architecture, childProcesses).toBytes();
  }

  static Bpf assemble(Architecture architecture, boolean childProcesses) {
    SeccompFilter filter = new SeccompFilter(architecture);
    filter.checkConvention();
    for (DeniedCall call : DeniedCall.values()) {
      call.number(architecture).ifPresent(number -> filter.onCall(number, EPERM));
    }
    filter.onCall(CLONE3, ENOSYS);
    filter.checkSocket();
    filter.checkControl();
    filter.checkReservation();
    filter.checkClone(childProcesses);
    filter.program.result(ALLOW);
    return filter.program;
  }

  private void checkConvention() {
    program.load(ARCH).skipIfEqual(architecture.auditNumber(), 1).result(KILL_PROCESS);
    program.load(NUMBER);
    if (architecture == Architecture.X86_64) {
      program.skipUnlessAnyBit(X32_BIT, 1).result(EPERM);
    }
    program.skipUnlessGreater(NEWEST_KNOWN, 1).result(ENOSYS);
  }

  private void onCall(int number, int verdict) {
    program.skipUnlessEqual(number, 1).result(verdict);
  }

  private void checkSocket() {
    program.skipUnlessEqual(architecture == Architecture.X86_64 ? 41 : 198, 6);
    program.load(argument(0));
    program.skipIfEqual(AF_UNIX, 3).skipIfEqual(AF_INET, 2).skipIfEqual(AF_INET6, 1);
    program.result(EPERM).result(ALLOW);
  }

  private void checkControl() {
    program.skipUnlessEqual(architecture == Architecture.X86_64 ? 16 : 29, 9);
    program.load(argument(1));
    program.skipIfEqual(TIOCSTI, 5).skipIfEqual(TIOCLINUX, 4);
    program.skipIfEqual(RESERVE, 4).skipIfEqual(RESERVE_64, 3).skipIfEqual(RESERVE_ZEROES, 2);
    program.result(ALLOW).result(EPERM).result(EOPNOTSUPP);
  }

  /** Space beyond the end of a file counts for no limit on files, so there is none. */
  private void checkReservation() {
    program.skipUnlessEqual(architecture == Architecture.X86_64 ? 285 : 47, 5);
    program.load(argument(1));
    program.skipUnlessAnyBit(KEEP_SIZE, 1).skipUnlessAnyBit(PUNCH_HOLE, 1);
    program.result(ALLOW).result(EOPNOTSUPP);
  }

  private void checkClone(boolean childProcesses) {
    boolean x86 = architecture == Architecture.X86_64;
    if (x86 && !childProcesses) {
      onCall(57, EPERM); // fork
      onCall(58, EPERM); // vfork
    }
    program.skipUnlessEqual(x86 ? 56 : 220, childProcesses ? 4 : 6);
    program.load(argument(0));
    program.skipUnlessAnyBit(CLONE_NAMESPACES, 1).result(EPERM);
    if (!childProcesses) {
      program.skipUnlessAnyBit(CLONE_THREAD, 1).result(ALLOW).result(EPERM);
    } else {
      program.result(ALLOW);
    }
  }

  /** Offset of the low word of an argument; both architectures are little-endian. */
  private static int argument(int index) {
    return ARGUMENTS + 8 * index;
  }
}
