package io.aleff.sandbox.seccomp;

import io.aleff.definition.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rules of {@link SeccompFilter} in the JSON that container engines take: what is not allowed
 * by name fails with ENOSYS, so calls newer than the list do. The engine's library has no order
 * among the rules of a call, so conditions on its arguments never overlap where they disagree. It
 * compares 64-bit arguments where the kernel looks at 32: each comparison is masked, so that high
 * bits hide nothing.
 */
public final class DockerProfile {

  private static final int EPERM = 1;
  private static final int EOPNOTSUPP = 95;
  private static final int ENOSYS = 38;
  private static final long WORD = 0xFFFF_FFFFL;
  private static final long CLONE_THREAD = 0x00010000L;

  /** NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
  private static final List<Long> CLONE_NAMESPACES =
      List.of(
          0x00020000L,
          0x02000000L,
          0x04000000L,
          0x08000000L,
          0x10000000L,
          0x20000000L,
          0x40000000L);

  /** AF_UNIX, AF_INET and AF_INET6. */
  private static final List<Long> ALLOWED_FAMILIES = List.of(1L, 2L, 10L);

  private static final List<Long> DENIED_TERMINAL = List.of(0x5412L, 0x541CL);

  /** FS_IOC_RESVSP, FS_IOC_RESVSP64 and FS_IOC_ZERO_RANGE. */
  private static final List<Long> DENIED_RESERVATIONS =
      List.of(0x40305828L, 0x4030582AL, 0x40305839L);

  /** Allowed with some arguments only. */
  private static final Set<String> LOOKED_INTO =
      Set.of("socket", "ioctl", "fallocate", "clone", "clone3");

  private final ArrayNode rules = Json.MAPPER.createArrayNode();

  private DockerProfile() {}

  /**
   * @param childProcesses false also denies every way to start a process; threads stay possible
   * @return the text for the engine's option {@code seccomp}
   */
  public static String generate(Architecture architecture, boolean childProcesses) {
    DockerProfile profile = new DockerProfile();
    profile.names(architecture, childProcesses);
    profile.sockets();
    profile.controls();
    profile.reservations();
    profile.clones(childProcesses);
    ObjectNode all =
        Json.MAPPER
            .createObjectNode()
            .put("defaultAction", "SCMP_ACT_ERRNO")
            .put("defaultErrnoRet", ENOSYS);
    all.putArray("architectures").add("SCMP_ARCH_" + architecture.name());
    all.set("syscalls", profile.rules);
    return Json.MAPPER.writeValueAsString(all);
  }

  private void names(Architecture architecture, boolean childProcesses) {
    Set<String> denied = new LinkedHashSet<>();
    for (DeniedCall call : DeniedCall.values()) {
      if (call.number(architecture).isPresent()) {
        denied.add(name(call));
      }
    }
    if (!childProcesses) {
      denied.addAll(List.of("fork", "vfork"));
    }
    ArrayNode refused = error(EPERM).putArray("names");
    denied.forEach(refused::add);
    // Engines older than a field for the default give EPERM.
    error(ENOSYS).putArray("names").add("clone3");
    ArrayNode allowed = allow().putArray("names");
    for (KnownCall call : KnownCall.all()) {
      if (call.number(architecture) >= 0
          && !denied.contains(call.name())
          && !LOOKED_INTO.contains(call.name())) {
        allowed.add(call.name());
      }
    }
  }

  private void sockets() {
    ALLOWED_FAMILIES.forEach(each -> masked(allow(), "socket", 0, WORD, each));
    others(ALLOWED_FAMILIES, (mask, value) -> masked(error(EPERM), "socket", 0, mask, value));
  }

  private void controls() {
    DENIED_TERMINAL.forEach(each -> masked(error(EPERM), "ioctl", 1, WORD, each));
    DENIED_RESERVATIONS.forEach(each -> masked(error(EOPNOTSUPP), "ioctl", 1, WORD, each));
    List<Long> denied = new ArrayList<>(DENIED_TERMINAL);
    denied.addAll(DENIED_RESERVATIONS);
    others(denied, (mask, value) -> masked(allow(), "ioctl", 1, mask, value));
  }

  /** Space beyond the end of a file: KEEP_SIZE (1) without PUNCH_HOLE (2). */
  private void reservations() {
    masked(allow(), "fallocate", 1, 1, 0);
    masked(allow(), "fallocate", 1, 3, 3);
    masked(error(EOPNOTSUPP), "fallocate", 1, 3, 1);
  }

  private void clones(boolean childProcesses) {
    long namespaces = CLONE_NAMESPACES.stream().mapToLong(Long::longValue).sum();
    if (childProcesses) {
      masked(allow(), "clone", 0, namespaces, 0);
    } else {
      masked(allow(), "clone", 0, namespaces | CLONE_THREAD, CLONE_THREAD);
      masked(error(EPERM), "clone", 0, CLONE_THREAD, 0);
    }
    CLONE_NAMESPACES.forEach(each -> masked(error(EPERM), "clone", 0, each, each));
  }

  /** Takes a mask and the value of what it leaves. */
  @FunctionalInterface
  private interface Masked {
    void take(long mask, long value);
  }

  /**
   * All 32-bit words but some, as a few groups that begin with the same bits: a rule can only say
   * what an argument is, not what it is not.
   */
  private static void others(List<Long> but, Masked groups) {
    Set<Long> seen = new LinkedHashSet<>();
    for (long word : but) {
      for (int bit = 31; bit >= 0; bit--) {
        long mask = WORD << bit & WORD;
        long value = (word ^ 1L << bit) & mask;
        if (but.stream().noneMatch(each -> (each & mask) == value) && seen.add(value << 6 | bit)) {
          groups.take(mask, value);
        }
      }
    }
  }

  private static String name(DeniedCall call) {
    return switch (call) {
      case SYSCTL -> "_sysctl";
      default -> call.name().toLowerCase(Locale.ROOT);
    };
  }

  private ObjectNode allow() {
    return rules.addObject().put("action", "SCMP_ACT_ALLOW");
  }

  private ObjectNode error(int error) {
    return rules.addObject().put("action", "SCMP_ACT_ERRNO").put("errnoRet", error);
  }

  private static void masked(ObjectNode rule, String call, int argument, long mask, long value) {
    rule.putArray("names").add(call);
    rule.putArray("args")
        .addObject()
        .put("index", argument)
        .put("op", "SCMP_CMP_MASKED_EQ")
        .put("value", mask)
        .put("valueTwo", value);
  }
}
