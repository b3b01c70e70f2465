package io.aleff.sandbox.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the generated programs on a small machine of its own, for both architectures. */
class SeccompFilterTest {

  private static final int CLONE_NEWUSER = 0x10000000;
  private static final int CLONE_THREAD = 0x00010000;

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void deniesEveryListedCall(Architecture architecture) {
    for (DeniedCall call : DeniedCall.values()) {
      call.number(architecture)
          .ifPresent(
              number ->
                  assertThat(verdict(architecture, true, number, 0, 0))
                      .as(call.name())
                      .isEqualTo(SeccompFilter.EPERM));
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void allowsTheCallsOfOrdinaryPrograms(Architecture architecture) {
    // read, write, openat, mmap, execve, exit_group, futex, pidfd_open
    int[] numbers =
        architecture == Architecture.X86_64
            ? new int[] {0, 1, 257, 9, 59, 231, 202, 434}
            : new int[] {63, 64, 56, 222, 221, 94, 98, 434};
    for (int number : numbers) {
      assertThat(verdict(architecture, true, number, 0, 0))
          .as("call " + number)
          .isEqualTo(SeccompFilter.ALLOW);
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void looksAtArguments(Architecture architecture) {
    boolean x86 = architecture == Architecture.X86_64;
    int socket = x86 ? 41 : 198;
    int clone = x86 ? 56 : 220;
    int ioctl = x86 ? 16 : 29;
    for (int family : List.of(1, 2, 10)) {
      assertThat(verdict(architecture, true, socket, family, 0)).isEqualTo(SeccompFilter.ALLOW);
    }
    for (int family : List.of(0, 3, 16, 17, 38, 40, 44)) {
      assertThat(verdict(architecture, true, socket, family, 0)).isEqualTo(SeccompFilter.EPERM);
    }
    assertThat(verdict(architecture, true, ioctl, 0, 0x5412)).isEqualTo(SeccompFilter.EPERM);
    assertThat(verdict(architecture, true, ioctl, 0, 0x541C)).isEqualTo(SeccompFilter.EPERM);
    assertThat(verdict(architecture, true, ioctl, 0, 0x5401)).isEqualTo(SeccompFilter.ALLOW);
    assertThat(verdict(architecture, true, clone, 17, 0)).isEqualTo(SeccompFilter.ALLOW);
    assertThat(verdict(architecture, true, clone, CLONE_NEWUSER | 17, 0))
        .isEqualTo(SeccompFilter.EPERM);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void spaceBeyondTheEndOfAFileCannotBeReserved(Architecture architecture) {
    boolean x86 = architecture == Architecture.X86_64;
    int fallocate = x86 ? 285 : 47;
    // KEEP_SIZE, with ZERO_RANGE, with UNSHARE_RANGE
    for (int mode : List.of(0x01, 0x11, 0x41)) {
      assertThat(second(architecture, fallocate, mode)).isEqualTo(SeccompFilter.EOPNOTSUPP);
    }
    // Plain, PUNCH_HOLE with KEEP_SIZE, ZERO_RANGE
    for (int mode : List.of(0x00, 0x03, 0x10)) {
      assertThat(second(architecture, fallocate, mode)).isEqualTo(SeccompFilter.ALLOW);
    }
    for (int request : List.of(0x40305828, 0x4030582A, 0x40305839)) {
      assertThat(second(architecture, x86 ? 16 : 29, request)).isEqualTo(SeccompFilter.EOPNOTSUPP);
    }
  }

  private static int second(Architecture architecture, int number, int argument) {
    return verdict(architecture, true, number, 0, argument);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void withoutChildProcessesOnlyThreadsStart(Architecture architecture) {
    int clone = architecture == Architecture.X86_64 ? 56 : 220;
    assertThat(verdict(architecture, false, clone, 17, 0)).isEqualTo(SeccompFilter.EPERM);
    assertThat(verdict(architecture, false, clone, CLONE_THREAD | 0x100, 0))
        .isEqualTo(SeccompFilter.ALLOW);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void newerCallsAndClone3DoNotExist(Architecture architecture) {
    assertThat(verdict(architecture, true, 435, 0, 0)).isEqualTo(SeccompFilter.ENOSYS);
    assertThat(verdict(architecture, true, 463, 0, 0)).isEqualTo(SeccompFilter.ENOSYS);
    assertThat(verdict(architecture, true, 9999, 0, 0)).isEqualTo(SeccompFilter.ENOSYS);
  }

  @Test
  void aForeignConventionKills() {
    var program = SeccompFilter.assemble(Architecture.X86_64, true).instructions();
    int i386 = 0x40000003;
    assertThat(run(program, i386, 1, 0, 0)).isEqualTo(SeccompFilter.KILL_PROCESS);
    assertThat(verdict(Architecture.X86_64, true, 0x40000000 | 59, 0, 0))
        .isEqualTo(SeccompFilter.EPERM);
  }

  @Test
  void aFilterIsSmallEnoughForTheKernel() {
    assertThat(SeccompFilter.generate(Architecture.X86_64, false).length / 8).isLessThan(4096);
  }

  static int verdict(
      Architecture architecture, boolean childProcesses, int number, int first, int second) {
    var program = SeccompFilter.assemble(architecture, childProcesses).instructions();
    return run(program, architecture.auditNumber(), number, first, second);
  }

  private static int run(
      List<Bpf.Instruction> program, int architecture, int number, int first, int second) {
    int accumulator = 0;
    for (int at = 0; at < program.size(); at++) {
      Bpf.Instruction step = program.get(at);
      switch (step.code()) {
        case Bpf.LOAD_WORD ->
            accumulator =
                switch (step.operand()) {
                  case 0 -> number;
                  case 4 -> architecture;
                  case 16 -> first;
                  case 24 -> second;
                  default -> throw new AssertionError("Offset " + step.operand());
                };
        case Bpf.RETURN -> {
          return step.operand();
        }
        default -> at += holds(step, accumulator) ? step.ifTrue() : step.ifFalse();
      }
    }
    throw new AssertionError("The program runs off its end.");
  }

  private static boolean holds(Bpf.Instruction step, int accumulator) {
    return switch (step.code()) {
      case Bpf.JUMP_EQUAL -> accumulator == step.operand();
      case Bpf.JUMP_GREATER -> Integer.compareUnsigned(accumulator, step.operand()) > 0;
      case Bpf.JUMP_ANY_BIT -> (accumulator & step.operand()) != 0;
      default -> throw new AssertionError("Code " + step.code());
    };
  }
}
