package io.aleff.connector.standard.model;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The bytes of an answer, up to a limit; more of them end the exchange. */
final class BoundedBody implements BodySubscriber<byte[]> {

  private final int limit;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private final AtomicReference<Flow.@Nullable Subscription> source = new AtomicReference<>();

  BoundedBody(int limit) {
    this.limit = limit;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    source.set(subscription);
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> pieces) {
    for (ByteBuffer piece : pieces) {
      if (whole.isDone()) {
        return;
      }
      if (bytes.size() + (long) piece.remaining() > limit) {
        tooLarge();
        return;
      }
      byte[] copy = new byte[piece.remaining()];
      piece.get(copy);
      bytes.write(copy, 0, copy.length);
    }
  }

  private void tooLarge() {
    Flow.Subscription subscription = source.get();
    if (subscription != null) {
      subscription.cancel();
    }
    whole.completeExceptionally(
        new EndedException("too-large", "It sent more than %d bytes.".formatted(limit), false));
  }

  @Override
  public void onError(Throwable problem) {
    whole.completeExceptionally(problem);
  }

  @Override
  public void onComplete() {
    whole.complete(bytes.toByteArray());
  }
}
