package io.aleff.sandbox;

import io.aleff.definition.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one execution may use: a profile's limits, those of a manifest's {@code settings} before
 * them; obligations of a decision can only lower both.
 *
 * @param memoryMb resident memory of all processes together, 16 to 65536
 * @param cpus processor cores, 0.1 to 64
 * @param cpuSeconds processor time of all processes together, 1 to 86400
 * @param processes processes and threads at once, 1 to 4096
 * @param childProcesses false when the program may not start any process
 * @param outputMb standard output and error together, 1 to 1024
 * @param diskMb the whole workspace afterwards, 1 to 1048576
 * @param fileMb one file, 1 to 1048576
 * @param outMb what the workspace holds when it comes back, in apparent size; 1 to 1048576
 * @param tmpMb {@code /tmp}, 1 to 65536
 * @param openFiles descriptors of a process, 16 to 65536
 * @param files files in the workspace, 1 to 10000000
 */
public record SandboxLimits(
    int memoryMb,
    double cpus,
    int cpuSeconds,
    int processes,
    boolean childProcesses,
    int outputMb,
    int diskMb,
    int fileMb,
    int outMb,
    int tmpMb,
    int openFiles,
    int files) {

  public static final SandboxLimits DEFAULT =
      new SandboxLimits(512, 1.0, 3_600, 64, true, 8, 512, 256, 512, 64, 1024, 20_000);

  /** Name → {lowest, highest}. */
  private static final Map<String, double[]> RANGES = ranges();

  /**
   * @param problems what is wrong, one sentence each; when there are any the limits are the default
   */
  public record Reading(SandboxLimits limits, List<String> problems) {}

  /**
   * @param profile the profile's limits
   * @param settings of the manifest or of a person, which count before the profile's
   * @param obligations of the decision; its {@code limits} object has the same keys
   */
  public static Reading read(ObjectNode profile, ObjectNode settings, ObjectNode obligations) {
    List<String> problems = new ArrayList<>();
    check("profile.limits", profile, problems);
    check("settings", settings, problems);
    JsonNode lowered = obligations.path("limits");
    if (!lowered.isMissingNode() && !(lowered instanceof ObjectNode)) {
      problems.add("obligations.limits is not an object.");
    } else if (lowered instanceof ObjectNode node) {
      check("obligations.limits", node, problems);
    }
    if (!problems.isEmpty()) {
      return new Reading(DEFAULT, problems);
    }
    return new Reading(DEFAULT.with(profile).with(settings).loweredBy(lowered), problems);
  }

  long memoryBytes() {
    return megabytes(memoryMb);
  }

  static long megabytes(int count) {
    return count * 1024L * 1024L;
  }

  private SandboxLimits with(JsonNode values) {
    return new SandboxLimits(
        values.path("memoryMb").asInt(memoryMb),
        values.path("cpus").asDouble(cpus),
        values.path("cpuSeconds").asInt(cpuSeconds),
        values.path("processes").asInt(processes),
        values.path("childProcesses").asBoolean(childProcesses),
        values.path("outputMb").asInt(outputMb),
        values.path("diskMb").asInt(diskMb),
        values.path("fileMb").asInt(fileMb),
        values.path("outMb").asInt(outMb),
        values.path("tmpMb").asInt(tmpMb),
        values.path("openFiles").asInt(openFiles),
        values.path("files").asInt(files));
  }

  private SandboxLimits loweredBy(JsonNode values) {
    SandboxLimits other = with(values);
    return new SandboxLimits(
        Math.min(memoryMb, other.memoryMb),
        Math.min(cpus, other.cpus),
        Math.min(cpuSeconds, other.cpuSeconds),
        Math.min(processes, other.processes),
        childProcesses && other.childProcesses,
        Math.min(outputMb, other.outputMb),
        Math.min(diskMb, other.diskMb),
        Math.min(fileMb, other.fileMb),
        Math.min(outMb, other.outMb),
        Math.min(tmpMb, other.tmpMb),
        Math.min(openFiles, other.openFiles),
        Math.min(files, other.files));
  }

  private static void check(String where, ObjectNode values, List<String> problems) {
    values.properties().forEach(each -> checkOne(where, each.getKey(), each.getValue(), problems));
  }

  private static void checkOne(String where, String name, JsonNode value, List<String> problems) {
    if (name.equals("childProcesses")) {
      if (!value.isBoolean()) {
        problems.add("%s.childProcesses is %s, expected true or false.".formatted(where, value));
      }
      return;
    }
    double[] range = RANGES.get(name);
    if (range == null) {
      problems.add(
          "%s.%s is not a limit of the sandbox, expected one of %s.%s"
              .formatted(where, name, String.join(", ", RANGES.keySet()), maybe(name)));
    } else if (!value.isNumber()
        || value.asDouble() < range[0]
        || value.asDouble() > range[1]
        || !(name.equals("cpus") || value.isIntegralNumber())) {
      problems.add(
          "%s.%s is %s, expected a %s from %s to %s."
              .formatted(
                  where,
                  name,
                  value,
                  name.equals("cpus") ? "number" : "whole number",
                  plain(range[0]),
                  plain(range[1])));
    }
  }

  /** Lowest and highest value of each limit that is a number. */
  static Map<String, double[]> rangesByName() {
    return Map.copyOf(RANGES);
  }

  /** Three quarters of the memory: what an interpreter may take for its heap. */
  int heapMb() {
    return Math.max(16, memoryMb * 3 / 4);
  }

  private static String maybe(String name) {
    String nearest = Suggestions.nearest(name, RANGES.keySet());
    return nearest == null ? "" : " Maybe " + nearest + "?";
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private static Map<String, double[]> ranges() {
    Map<String, double[]> ranges = new LinkedHashMap<>();
    ranges.put("memoryMb", new double[] {16, 65_536});
    ranges.put("cpus", new double[] {0.1, 64});
    ranges.put("cpuSeconds", new double[] {1, 86_400});
    ranges.put("processes", new double[] {1, 4096});
    ranges.put("outputMb", new double[] {1, 1024});
    ranges.put("diskMb", new double[] {1, 1_048_576});
    ranges.put("fileMb", new double[] {1, 1_048_576});
    ranges.put("outMb", new double[] {1, 1_048_576});
    ranges.put("tmpMb", new double[] {1, 65_536});
    ranges.put("openFiles", new double[] {16, 65_536});
    ranges.put("files", new double[] {1, 10_000_000});
    return ranges;
  }
}
