package io.aleff.server.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Keeps a second server away from the same home folder. Gone with the process, however it ends. */
public final class HomeLock implements AutoCloseable {

  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws HomeInUseException when another process holds it
   */
  public static HomeLock acquire(Path home) throws IOException {
    Files.createDirectories(
        home.toAbsolutePath(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    FileChannel channel =
        FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very process: the same refusal.
    }
    if (lock == null) {
      channel.close();
      throw new HomeInUseException(home);
    }
    // Whoever wrote it is dead; the local command must not believe it while this server starts.
    Files.deleteIfExists(home.resolve("server.json"));
    return new HomeLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Two servers must not share a home. */
  public static final class HomeInUseException extends IOException {

    private HomeInUseException(Path home) {
      super(
          "Another Aleff server uses "
              + home
              + ". Stop it (its process id is in server.json), or set ALEFF_HOME to another folder.");
    }
  }
}
