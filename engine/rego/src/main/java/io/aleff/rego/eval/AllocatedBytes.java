package io.aleff.rego.eval;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** Memory the current thread has allocated so far. */
final class AllocatedBytes {

  private static final @Nullable ThreadMXBean THREADS =
      ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean
              && bean.isThreadAllocatedMemorySupported()
              && bean.isThreadAllocatedMemoryEnabled()
          ? bean
          : null;

  private AllocatedBytes() {}

  /** In bytes; 0 where it is not measured: virtual threads, and JVMs that cannot. */
  static long now() {
    return THREADS == null || Thread.currentThread().isVirtual()
        ? 0
        : THREADS.getCurrentThreadAllocatedBytes();
  }
}
