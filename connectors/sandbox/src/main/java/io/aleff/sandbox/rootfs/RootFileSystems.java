package io.aleff.sandbox.rootfs;

import io.aleff.definition.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The root file systems of a home, each in a folder that is named by the digest of its tar, and
 * which of them is used: the one that was imported last, pinned in a file.
 *
 * @param folder of Aleff's state about sandboxes
 */
public record RootFileSystems(Path folder) {

  /** Programs that start what runs in a sandbox. */
  private static final List<String> NEEDED =
      List.of("/bin/sh", "/usr/bin/env", "/usr/bin/prlimit", "/usr/bin/true");

  /** What sandboxes are given instead, so that there is something to mount it on. */
  private static final List<String> REPLACED = List.of("passwd", "group", "hosts", "nsswitch.conf");

  /** What builders copy from the machine that they run on. */
  private static final List<String> OF_BUILDER = List.of("resolv.conf", "hostname");

  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final String PIN = "bwrap-rootfs.json";

  /**
   * Which one is meant.
   *
   * @param digest of the tar
   * @param tree digest of all that was taken out of it
   */
  public record Pin(String digest, String tree) {}

  /**
   * One that was imported.
   *
   * @param entries files, folders and links
   * @param special device nodes and pipes that were left out
   * @param secret what not everybody could read there, which was left out
   * @param setId files whose set-id bits were taken away
   */
  public record Imported(
      String digest,
      RootTree tree,
      long entries,
      long bytes,
      long special,
      long secret,
      long setId) {}

  /** Whether that is how a digest is written. */
  public static boolean isDigest(String text) {
    return DIGEST.matcher(text).matches();
  }

  /**
   * Takes a root file system out of a tar and pins it; when that fails, nothing is changed.
   *
   * @throws IOException the message is for the operator
   */
  public Imported take(Path tar) throws IOException {
    Files.createDirectories(all());
    permit(all(), "rwx------");
    Path fresh = Files.createDirectory(all().resolve("new-" + UUID.randomUUID()));
    try (FileChannel building = lockFile(fresh)) {
      if (building.tryLock() == null) {
        throw new IOException("Another process has locked " + fresh + ".");
      }
      permit(fresh, "rwx------");
      return taken(tar, fresh);
    } finally {
      delete(fresh);
      Files.deleteIfExists(lock(fresh));
    }
  }

  private Imported taken(Path tar, Path fresh) throws IOException {
    MessageDigest digest = TreeDigest.sha256();
    Path root = Files.createDirectory(RootFileSystem.tree(fresh));
    permit(root, "rwxr-xr-x");
    TarUnpacking.Counts counts;
    try (InputStream file = Files.newInputStream(tar);
        DigestInputStream in = new DigestInputStream(file, digest)) {
      counts = TarUnpacking.unpack(in, root);
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IllegalArgumentException e) {
      throw new IOException(notTar(tar), e);
    }
    if (counts.entries() == 0) {
      throw new IOException(notTar(tar));
    }
    prepare(root);
    Pin pin = new Pin(TreeDigest.print(digest), TreeDigest.ofContents(root));
    RootFileSystem.remember(fresh, TreeDigest.ofState(root));
    write(fresh.resolve("pin.json"), pin);
    Path place = place(pin.digest());
    putInPlace(fresh, place, pin);
    write(folder.resolve(PIN), pin);
    return new Imported(
        pin.digest(),
        new RootTree(RootFileSystem.tree(place)),
        counts.entries(),
        counts.bytes(),
        counts.special(),
        counts.secret(),
        counts.setId());
  }

  private static String notTar(Path tar) {
    return "%s is no tar of a root file system. Maybe it is compressed: unpack it to a plain tar."
        .formatted(tar);
  }

  private static void prepare(Path root) throws IOException {
    RootTree tree = new RootTree(root);
    for (String each : NEEDED) {
      if (tree.firstOf(List.of(each)).isEmpty()) {
        throw new IOException(
            "The root file system has no %s. Maybe --include coreutils,dash,util-linux."
                .formatted(each));
      }
    }
    Path etc = root.resolve("etc");
    if (!Files.isDirectory(etc, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("The root file system has no folder /etc.");
    }
    for (String each : OF_BUILDER) {
      delete(etc.resolve(each));
    }
    for (String each : REPLACED) {
      delete(etc.resolve(each));
      TarUnpacking.mode(Files.createFile(etc.resolve(each)), 0444);
    }
  }

  /** One that is there already stays, for it may be in use, unless it was changed. */
  private void putInPlace(Path fresh, Path place, Pin pin) throws IOException {
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      try (RootFileSystem there =
          new RootFileSystem(folder, place, pin, System::nanoTime, Runnable::run, null)) {
        if (there.problem().isEmpty()) {
          return;
        }
      }
      Path changed = place.resolveSibling("new-" + UUID.randomUUID());
      Files.move(place, changed, StandardCopyOption.ATOMIC_MOVE);
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
      delete(changed);
    } else {
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * Which one is used when none is named.
   *
   * @return empty when none was ever imported
   * @throws IOException when one was, and it cannot be said which
   */
  public Optional<Pin> pinned() throws IOException {
    Path file = folder.resolve(PIN);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(read(file));
    }
    if (!digests().isEmpty()) {
      throw new IOException(
          "There are root file systems in %s, and no %s says which one is used. Import one again."
              .formatted(all(), file));
    }
    return Optional.empty();
  }

  /**
   * One by its digest.
   *
   * @throws IOException when there is none such
   */
  public Pin named(String digest) throws IOException {
    Pin pin = read(place(digest).resolve("pin.json"));
    if (!pin.digest().equals(digest)) {
      throw new IOException("The folder of %s has another root file system.".formatted(digest));
    }
    return pin;
  }

  /** Opens one for use; as long as it is open, it is not removed. */
  public RootFileSystem open(Pin pin) {
    return new RootFileSystem(
        folder,
        place(pin.digest()),
        pin,
        System::nanoTime,
        task -> Thread.ofPlatform().daemon().name("sandbox-rootfs").start(task),
        shared(place(pin.digest())));
  }

  private static @Nullable FileChannel shared(Path place) {
    FileChannel channel = null;
    try {
      channel = lockFile(place);
      if (channel.tryLock(0, Long.MAX_VALUE, true) != null) {
        return channel;
      }
      channel.close();
    } catch (IOException | OverlappingFileLockException mayBeRemoved) {
      // A folder that is gone, or read-only, or locked by this process already: what is used is
      // compared in any case.
      return channel;
    }
    return null;
  }

  /**
   * Removes all that are neither pinned nor in use by a process, and what killed imports have left.
   *
   * @return digests of those that were removed
   */
  public List<String> prune() throws IOException {
    String pinned = pinned().map(Pin::digest).orElse("");
    List<String> removed = new ArrayList<>();
    for (Path each : entries()) {
      String digest = "sha256:" + each.getFileName();
      if (!digest.equals(pinned) && isRemoved(each) && isDigest(digest)) {
        removed.add(digest);
      }
    }
    return removed;
  }

  private static boolean isRemoved(Path place) throws IOException {
    try (FileChannel channel = lockFile(place);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        return false;
      }
      delete(place);
    } catch (OverlappingFileLockException inUseHere) {
      return false;
    }
    Files.deleteIfExists(lock(place));
    return true;
  }

  /** Digests of all that are there. */
  public List<String> digests() throws IOException {
    return entries().stream()
        .map(each -> "sha256:" + each.getFileName())
        .filter(RootFileSystems::isDigest)
        .toList();
  }

  private List<Path> entries() throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(all(), LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> listed = Files.newDirectoryStream(all())) {
        for (Path each : listed) {
          if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
            found.add(each);
          }
        }
      }
    }
    found.sort(null);
    return found;
  }

  private Path all() {
    return folder.resolve("rootfs");
  }

  private Path place(String digest) {
    if (!isDigest(digest)) {
      throw new IllegalArgumentException(digest + " is no digest.");
    }
    return all().resolve(digest.substring("sha256:".length()));
  }

  private static Path lock(Path place) {
    return place.resolveSibling(place.getFileName() + ".lock");
  }

  private static FileChannel lockFile(Path place) throws IOException {
    return FileChannel.open(
        lock(place), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static Pin read(Path file) throws IOException {
    try {
      JsonNode json = Json.MAPPER.readTree(Files.readString(file));
      Pin pin = new Pin(json.path("digest").asString(""), json.path("tree").asString(""));
      if (isDigest(pin.digest()) && isDigest(pin.tree())) {
        return pin;
      }
      throw new IOException(file + " names no root file system.");
    } catch (JacksonException e) {
      throw new IOException(file + " is no JSON.", e);
    }
  }

  /** Under another name first, so that nobody reads half of it. */
  private static void write(Path file, Pin pin) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
    String json =
        Json.MAPPER.writeValueAsString(Map.of("digest", pin.digest(), "tree", pin.tree()));
    Files.writeString(fresh, json + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> listed = Files.newDirectoryStream(path)) {
        for (Path each : listed) {
          delete(each);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}
