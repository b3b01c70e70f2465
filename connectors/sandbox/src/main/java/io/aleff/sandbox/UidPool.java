package io.aleff.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands out host user ids so that no two live sandboxes share one, in this process or another. Each
 * id is one byte of a lock file; the kernel frees it when the process dies.
 */
final class UidPool {

  private final FileChannel locks;
  private final InUse inUse;
  private final int first;
  private final int count;
  private final AtomicInteger next = new AtomicInteger();
  private final Set<Integer> leftoversChecked = ConcurrentHashMap.newKeySet();

  private UidPool(FileChannel locks, InUse inUse, int first, int count) {
    this.locks = locks;
    this.inUse = inUse;
    this.first = first;
    this.count = count;
  }

  /** Whether processes that an engine has left behind still run as a user. */
  @FunctionalInterface
  interface InUse {
    boolean test(int uid) throws IOException;
  }

  /** A leased id; closing it lets another sandbox have it. */
  record Lease(int uid, FileLock lock) implements AutoCloseable {
    @Override
    public void close() {
      try {
        lock.release();
      } catch (IOException e) {
        throw new IllegalStateException("The lock of uid %d cannot be released.".formatted(uid), e);
      }
    }
  }

  /**
   * @param lockFile opened once a process and never closed: closing any channel of a file drops all
   *     locks this process has on it
   * @param inUse asked before this process gives an id out for the first time
   */
  static UidPool open(Path lockFile, InUse inUse, int first, int count) throws IOException {
    return new UidPool(SharedChannel.of(lockFile), inUse, first, count);
  }

  /** Empty when every id is in use. */
  Optional<Lease> lease() throws IOException {
    for (int tries = 0; tries < count; tries++) {
      int index = Math.floorMod(next.getAndIncrement(), count);
      Optional<Lease> lease = tryLease(index);
      if (lease.isPresent()) {
        return lease;
      }
    }
    return Optional.empty();
  }

  private Optional<Lease> tryLease(int index) throws IOException {
    int uid = first + index;
    FileLock lock;
    try {
      lock = locks.tryLock(uid, 1, false);
    } catch (OverlappingFileLockException takenHere) {
      return Optional.empty();
    }
    if (lock == null) {
      return Optional.empty();
    }
    if (!leftoversChecked.contains(uid)) {
      if (inUse.test(uid)) {
        lock.release();
        return Optional.empty();
      }
      leftoversChecked.add(uid);
    }
    return Optional.of(new Lease(uid, lock));
  }

  /** The process-wide channels of lock files: a kernel resource, so one for all pools. */
  private static final class SharedChannel {
    private static final ConcurrentHashMap<Path, FileChannel> OPEN = new ConcurrentHashMap<>();

    static synchronized FileChannel of(Path lockFile) throws IOException {
      FileChannel channel = OPEN.get(lockFile);
      if (channel == null) {
        create(lockFile);
        channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        OPEN.put(lockFile, channel);
      }
      return channel;
    }

    private static void create(Path lockFile) throws IOException {
      try {
        Files.createFile(
            lockFile,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } catch (FileAlreadyExistsException fine) {
        if (Files.isSymbolicLink(lockFile)) {
          throw new IOException(lockFile + " is a symbolic link.", fine);
        }
      }
    }
  }
}
