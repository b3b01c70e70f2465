package io.aleff.guardrail.signals;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder that the child's user can read, with exactly the jars the child needs: copied from the
 * class path, or taken out of a Spring Boot jar.
 */
final class Staging implements AutoCloseable {

  private static final Pattern NEEDED =
      Pattern.compile(
          "(aleff-(guardrail|definition)|drools-|kie-|mvel2|antlr|commons-codec|ecj-|slf4j-api"
              + "|jackson-(core|databind|annotations)|jspecify|javaparser-core).*\\.jar");
  private static final Pattern OWN_CLASSES =
      Pattern.compile(".*[/\\\\](guardrail|definition)[/\\\\]target[/\\\\]classes");

  private final Path root;
  private final List<Path> entries;

  private Staging(Path root, List<Path> entries) {
    this.root = root;
    this.entries = List.copyOf(entries);
  }

  static Staging create(String classPath) throws IOException {
    Path root =
        Files.createTempDirectory(
            "aleff-signals-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    open(root, "rwxr-xr-x");
    List<Path> entries = new ArrayList<>();
    for (String entry : classPath.split(Pattern.quote(File.pathSeparator))) {
      Path from = Path.of(entry);
      String name = String.valueOf(from.getFileName());
      if (Files.isDirectory(from) && OWN_CLASSES.matcher(from.toString()).matches()) {
        Path to = root.resolve("classes-" + entries.size());
        copyFolder(from, to);
        entries.add(to);
      } else if (NEEDED.matcher(name).matches() && Files.isRegularFile(from)) {
        entries.add(copy(from, root.resolve(name)));
      } else if (name.endsWith(".jar") && Files.isRegularFile(from)) {
        unpackBoot(from, root, entries);
      }
    }
    return new Staging(root, entries);
  }

  Path root() {
    return root;
  }

  String classPath() {
    return String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    open(to, "rw-r--r--");
    return to;
  }

  private static void copyFolder(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
          open(target, "rwxr-xr-x");
        } else {
          copy(path, target);
        }
      }
    }
  }

  private static void unpackBoot(Path jar, Path root, List<Path> entries) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      List<JarEntry> libraries =
          file.stream().filter(e -> e.getName().startsWith("BOOT-INF/lib/")).toList();
      for (JarEntry library : libraries) {
        String name = library.getName().substring("BOOT-INF/lib/".length());
        if (!NEEDED.matcher(name).matches()) {
          continue;
        }
        Path to = root.resolve(name);
        try (InputStream in = file.getInputStream(library)) {
          Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
        open(to, "rw-r--r--");
        entries.add(to);
      }
    }
  }

  private static void open(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
