package io.aleff.sandbox;

import io.aleff.sandbox.rootfs.Tar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small root file system: a few programs of this machine, and the libraries that they need. */
final class HostRootFs {

  private static final List<String> PROGRAMS =
      List.of("sh", "bash", "env", "prlimit", "true", "cat", "ls");

  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

  private HostRootFs() {}

  /**
   * @param mark what its file {@code /etc/mark} says
   */
  static void build(String mark, Path tar) throws IOException, InterruptedException {
    Tar all = new Tar();
    for (String each : List.of("bin", "lib", "lib64")) {
      all.link("./" + each, "usr/" + each);
    }
    Set<String> libraries = new TreeSet<>();
    for (String each : PROGRAMS) {
      Path program = Path.of(HostTools.system().path(each));
      all.file("./usr/bin/" + each, Files.readAllBytes(program), 0755);
      Matcher matcher = LIBRARY.matcher(said("ldd", program.toString()));
      while (matcher.find()) {
        libraries.add(matcher.group(1));
      }
    }
    for (String each : libraries) {
      String merged = each.startsWith("/usr/") ? each : "/usr" + each;
      all.file("." + merged, Files.readAllBytes(Path.of(each)), 0755);
    }
    all.file("./etc/mark", mark + "\n", 0644).write(tar);
  }

  private static String said(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
