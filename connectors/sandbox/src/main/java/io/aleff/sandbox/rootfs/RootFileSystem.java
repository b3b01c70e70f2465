package io.aleff.sandbox.rootfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An imported root file system in use. It is compared with what was imported before its first use,
 * and about once a minute while it is used.
 */
public final class RootFileSystem implements AutoCloseable {

  private static final long LOOK = TimeUnit.MINUTES.toNanos(1);

  private final Path store;
  private final Path folder;
  private final RootFileSystems.Pin pin;
  private final LongSupplier clock;
  private final Executor looking;
  private final @Nullable FileChannel inUse;
  private final AtomicBoolean looks = new AtomicBoolean();
  private volatile long looked;
  private volatile @Nullable String problem;

  /**
   * @param store folder of Aleff's state about sandboxes
   * @param folder in it, that of its digest
   * @param looking where it is compared again, while executions go on
   * @param inUse a locked file, so that it is not removed; null in vain
   */
  RootFileSystem(
      Path store,
      Path folder,
      RootFileSystems.Pin pin,
      LongSupplier clock,
      Executor looking,
      @Nullable FileChannel inUse) {
    this.store = store;
    this.folder = folder;
    this.pin = pin;
    this.clock = clock;
    this.looking = looking;
    this.inUse = inUse;
  }

  /** {@code sha256:…} of the tar that it was. */
  public String digest() {
    return pin.digest();
  }

  /** The digest as people are shown it. */
  public String shortDigest() {
    return pin.digest().substring(0, 19);
  }

  /** Folder of Aleff's state about sandboxes that it is in. */
  public Path store() {
    return store;
  }

  public RootTree tree() {
    return new RootTree(tree(folder));
  }

  /** Why it must not be used, for the operator; empty when it is what was imported. */
  public String problem() {
    String known = problem;
    if (known == null) {
      return look();
    }
    if (clock.getAsLong() - looked > LOOK && looks.compareAndSet(false, true)) {
      looking.execute(this::lookAgain);
      known = problem;
    }
    return known == null ? "" : known;
  }

  private void lookAgain() {
    try {
      look();
    } finally {
      looks.set(false);
    }
  }

  private synchronized String look() {
    String found = compare();
    looked = clock.getAsLong();
    problem = found;
    return found;
  }

  private String compare() {
    Path root = tree(folder);
    if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      return "The root file system %s is gone.".formatted(digest());
    }
    try {
      String state = TreeDigest.ofState(root);
      if (state.equals(remembered(folder))) {
        return "";
      }
      if (!TreeDigest.ofContents(root).equals(pin.tree())) {
        return "The root file system %s is not what was imported.".formatted(digest());
      }
      remember(folder, state);
      return "";
    } catch (IOException | UncheckedIOException e) {
      return "The root file system %s cannot be read: %s".formatted(digest(), e.getMessage());
    }
  }

  static Path tree(Path folder) {
    return folder.resolve("root");
  }

  /** Saves reading every file the next time. */
  static void remember(Path folder, String state) {
    try {
      Files.writeString(folder.resolve("state"), state);
    } catch (IOException readOnly) {
      // Then each process reads them all.
      return;
    }
  }

  private static String remembered(Path folder) {
    try {
      return Files.readString(folder.resolve("state"), StandardCharsets.US_ASCII);
    } catch (IOException none) {
      return "";
    }
  }

  @Override
  public void close() {
    if (inUse != null) {
      try {
        inUse.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
