package io.aleff.guardrail.signals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the child is kept apart: the words before {@code java} on its command line. Each is tried
 * once with a JVM that shows its security settings, and what does not work here is not used.
 *
 * @param prefix empty when nothing works
 * @param text says to people what isolates the child, and what does not
 */
record Isolation(List<String> prefix, String text) {

  private static final List<String> SYSTEM =
      List.of("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives");

  static Isolation none() {
    return new Isolation(
        List.of(), "a separate JVM only: the network and the file system are open to it");
  }

  static Isolation detect(SignalSettings settings, Path staged) {
    if (!settings.isolated()) {
      return none();
    }
    boolean root = "0".equals(uid());
    List<String> drop = root ? setpriv(settings.uid()) : List.of();
    String who = root ? "uid " + settings.uid() : "the uid of this process";
    String java = settings.java().toString();
    boolean stillRoot = root && !works(drop, java);
    if (stillRoot) {
      drop = List.of();
      who = "uid 0, because setpriv does not work here";
    }
    List<String> bubblewrap = new ArrayList<>(drop);
    bubblewrap.addAll(bubblewrap(settings.javaHome(), staged));
    // Started by root, bubblewrap would map the host's root into the sandbox.
    if (!stillRoot && works(bubblewrap, java)) {
      String text = "bubblewrap: no network, read-only system, own process space; " + who;
      return new Isolation(bubblewrap, text);
    }
    List<String> unshare = new ArrayList<>(List.of("unshare", "--net"));
    if (root) {
      unshare.add("--");
      unshare.addAll(drop);
    } else {
      unshare.addAll(List.of("--user", "--map-current-user", "--"));
    }
    if (works(unshare, java)) {
      return new Isolation(unshare, "unshare: no network, but the file system is open to " + who);
    }
    return new Isolation(drop, none().text() + " as " + who);
  }

  private static List<String> setpriv(int uid) {
    return List.of(
        "setpriv",
        "--reuid=" + uid,
        "--regid=" + uid,
        "--clear-groups",
        "--inh-caps=-all",
        "--no-new-privs",
        "--");
  }

  private static List<String> bubblewrap(Path home, Path staged) {
    List<String> command =
        new ArrayList<>(
            List.of("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"));
    command.addAll(List.of("--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev"));
    command.addAll(List.of("--size", "16777216", "--tmpfs", "/tmp", "--dir", "/tmp/empty"));
    SYSTEM.forEach(path -> command.addAll(List.of("--ro-bind-try", path, path)));
    for (Path path : javaFolders(home)) {
      command.addAll(List.of("--ro-bind", path.toString(), path.toString()));
    }
    command.addAll(List.of("--ro-bind", staged.toString(), staged.toString()));
    command.addAll(List.of("--chdir", "/tmp/empty", "--"));
    return command;
  }

  /**
   * What of a JDK lies outside of {@code /usr}: the JDK itself, and the configuration that Debian
   * keeps in {@code /etc} with a link to each file. Without it no security provider loads.
   */
  static List<Path> javaFolders(Path home) {
    List<Path> folders = new ArrayList<>();
    if (!home.startsWith("/usr")) {
      folders.add(home);
    }
    try {
      Path file = home.resolve("conf/security/java.security").toRealPath();
      Path configuration = file.getParent() == null ? null : file.getParent().getParent();
      if (configuration != null && !file.startsWith(home.toRealPath())) {
        folders.add(configuration);
      }
    } catch (IOException e) {
      // No such file: nothing to bind.
    }
    return folders.stream().filter(Files::exists).toList();
  }

  private static boolean works(List<String> prefix, String java) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(java, "-Xmx32m", "-XX:TieredStopAtLevel=1", "-XshowSettings:security", "-version"));
    return run(command) != null;
  }

  private static @Nullable String uid() {
    String out = run(List.of("id", "-u"));
    return out == null ? null : out.strip();
  }

  private static @Nullable String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(10, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      return ended && process.exitValue() == 0 ? out : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
