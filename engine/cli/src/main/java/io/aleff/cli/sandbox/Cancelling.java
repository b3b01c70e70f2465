package io.aleff.cli.sandbox;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a sandbox when its command is interrupted (Ctrl-C, TERM): the command's thread is, and the
 * process waits for it to bury and clean up: declare it before what it waits for.
 */
final class Cancelling implements AutoCloseable {

  private static final int SECONDS = 12;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  private Cancelling(Thread command) {
    hook =
        Thread.ofPlatform()
            .unstarted(
                () -> {
                  command.interrupt();
                  await();
                });
  }

  /** Of the thread that calls. */
  static Cancelling ofThisThread() {
    return new Cancelling(Thread.currentThread());
  }

  void begin() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException goingDown) {
      // The hook is what closes this.
      return;
    }
  }

  private void await() {
    try {
      if (!done.await(SECONDS, TimeUnit.SECONDS)) {
        System.err.println("aleff: the sandbox does not end.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
