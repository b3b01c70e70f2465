package io.aleff.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.AttachContainerCmd;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import com.github.dockerjava.api.model.WaitResponse;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The streams between this process and one container, and the news of its end. */
final class DockerStreams implements AutoCloseable {

  private final DockerClient client;
  private final String container;
  private final Output output = new Output();
  private final Exit exit = new Exit();

  private DockerStreams(DockerClient client, String container) {
    this.client = client;
    this.container = container;
  }

  /** Takes what a container writes, after demultiplexing; for one thread. */
  @FunctionalInterface
  interface Taker {
    void take(StreamType stream, byte[] piece);
  }

  /**
   * Attaches to a container that was not started yet.
   *
   * @param input what it is given to read; null for nothing
   */
  static DockerStreams attach(
      DockerClient client, String container, Taker taker, @Nullable InputStream input)
      throws InterruptedException {
    DockerStreams streams = new DockerStreams(client, container);
    streams.output.taker = taker;
    AttachContainerCmd attach =
        client
            .attachContainerCmd(container)
            .withStdOut(true)
            .withStdErr(true)
            .withFollowStream(true);
    if (input != null) {
      attach.withStdIn(input);
    }
    attach.exec(streams.output);
    streams.output.awaitAttached();
    return streams;
  }

  /** Starts the container and asks to be told of its end. */
  void start() {
    client.startContainerCmd(container).exec();
    // Only now: of a container that was never started the engine says that it does not run.
    client.waitContainerCmd(container).exec(exit);
  }

  /** From now on somebody else takes what it writes. */
  void show(Taker taker) {
    output.taker = taker;
  }

  boolean hasEnded() {
    return exit.over.getCount() == 0;
  }

  /** False when it still runs after that time. */
  boolean awaitEnd(long nanoseconds) throws InterruptedException {
    return exit.over.await(nanoseconds, TimeUnit.NANOSECONDS);
  }

  /** Waits until all output was taken; false when it does not end in time. */
  boolean awaitOutput(long seconds) throws InterruptedException {
    return output.over.await(seconds, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    try (exit) {
      output.close();
    } catch (IOException e) {
      throw new IllegalStateException("A stream of the engine cannot be closed.", e);
    }
  }

  /** Takes the engine's frames; while it is busy the engine waits, and so does the program. */
  private static final class Output extends ResultCallback.Adapter<Frame> {
    private final CountDownLatch attached = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;
    private volatile Taker taker = (stream, piece) -> {};

    /** The adapter's own waiting for the start never ends when the engine refuses. */
    void awaitAttached() throws InterruptedException {
      attached.await();
      Throwable refused = failure;
      if (refused instanceof RuntimeException known) {
        throw known;
      }
      if (refused != null) {
        throw new IllegalStateException(refused);
      }
    }

    @Override
    public void onStart(Closeable stream) {
      super.onStart(stream);
      attached.countDown();
    }

    @Override
    public void onComplete() {
      super.onComplete();
      attached.countDown();
      over.countDown();
    }

    @Override
    public void onError(Throwable gone) {
      failure = gone;
      super.onError(gone);
      attached.countDown();
      over.countDown();
    }

    @Override
    public void onNext(@Nullable Frame frame) {
      if (frame != null) {
        taker.take(frame.getStreamType(), frame.getPayload());
      }
    }
  }

  /** Told when the container has ended; the callback's own waiting with a limit would close it. */
  private static final class Exit extends ResultCallback.Adapter<WaitResponse> {
    private final CountDownLatch over = new CountDownLatch(1);

    @Override
    public void onComplete() {
      super.onComplete();
      over.countDown();
    }

    /** The engine is gone: whoever waits looks for itself, and fails. */
    @Override
    public void onError(Throwable gone) {
      super.onError(gone);
      over.countDown();
    }
  }
}
