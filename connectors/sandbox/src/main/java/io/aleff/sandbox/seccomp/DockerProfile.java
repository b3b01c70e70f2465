package io.aleff.sandbox.seccomp;

import io.aleff.definition.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rules of {@link SeccompFilter} in the JSON that container engines take. The engine compares
 * 64-bit arguments where the kernel looks at 32: each comparison is masked, so that high bits hide
 * nothing. Calls newer than the list cannot be named here and are left to the engine's library.
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

  /** Families up to 10 but AF_UNIX, AF_INET and AF_INET6; all above are denied at once. */
  private static final List<Long> DENIED_FAMILIES = List.of(0L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);

  private static final long NEWEST_ALLOWED_FAMILY = 10;
  private static final List<Long> DENIED_TERMINAL = List.of(0x5412L, 0x541CL);

  /** FS_IOC_RESVSP, FS_IOC_RESVSP64 and FS_IOC_ZERO_RANGE. */
  private static final List<Long> DENIED_RESERVATIONS =
      List.of(0x40305828L, 0x4030582AL, 0x40305839L);

  private final ArrayNode rules = Json.MAPPER.createArrayNode();

  private DockerProfile() {}

  /**
   * @param childProcesses false also denies every way to start a process; threads stay possible
   * @return the text for the engine's option {@code seccomp}
   */
  public static String generate(Architecture architecture, boolean childProcesses) {
    DockerProfile profile = new DockerProfile();
    ArrayNode denied = profile.rule(EPERM).putArray("names");
    for (DeniedCall call : DeniedCall.values()) {
      if (call.number(architecture).isPresent()) {
        denied.add(name(call));
      }
    }
    profile.rule(ENOSYS).putArray("names").add("clone3");
    DENIED_FAMILIES.forEach(each -> profile.masked("socket", 0, WORD, each));
    profile.compared("socket", 0, "SCMP_CMP_GT", NEWEST_ALLOWED_FAMILY, 0, EPERM);
    // Space beyond the end of a file: fallocate with KEEP_SIZE alone.
    profile.masked("fallocate", 1, 3, 1, EOPNOTSUPP);
    DENIED_RESERVATIONS.forEach(each -> profile.masked("ioctl", 1, WORD, each, EOPNOTSUPP));
    DENIED_TERMINAL.forEach(each -> profile.masked("ioctl", 1, WORD, each));
    CLONE_NAMESPACES.forEach(each -> profile.masked("clone", 0, each, each));
    if (!childProcesses) {
      profile.rule(EPERM).putArray("names").add("fork").add("vfork");
      profile.masked("clone", 0, CLONE_THREAD, 0);
    }
    ObjectNode all = Json.MAPPER.createObjectNode().put("defaultAction", "SCMP_ACT_ALLOW");
    all.putArray("architectures").add("SCMP_ARCH_" + architecture.name());
    all.set("syscalls", profile.rules);
    return Json.MAPPER.writeValueAsString(all);
  }

  private static String name(DeniedCall call) {
    return switch (call) {
      case SYSCTL -> "_sysctl";
      default -> call.name().toLowerCase(Locale.ROOT);
    };
  }

  private ObjectNode rule(int error) {
    return rules.addObject().put("action", "SCMP_ACT_ERRNO").put("errnoRet", error);
  }

  private void masked(String call, int argument, long mask, long value) {
    masked(call, argument, mask, value, EPERM);
  }

  private void masked(String call, int argument, long mask, long value, int error) {
    compared(call, argument, "SCMP_CMP_MASKED_EQ", mask, value, error);
  }

  private void compared(
      String call, int argument, String how, long value, long valueTwo, int error) {
    ObjectNode rule = rule(error);
    rule.putArray("names").add(call);
    rule.putArray("args")
        .addObject()
        .put("index", argument)
        .put("op", how)
        .put("value", value)
        .put("valueTwo", valueTwo);
  }
}
