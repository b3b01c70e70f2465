package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aleff.connector.OutputSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many wait, for how long, and what becomes of them; with sandboxes that are none. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SandboxPoolTest {

  private static final SandboxPool.Key KEY = key("python");
  private static final SandboxPool.Key OTHER = key("shell");

  private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);
  private final List<Fake> made = new ArrayList<>();
  private final List<WarmSandbox> taken = new ArrayList<>();
  private boolean memoryShort;
  private boolean failing;
  private int starts;
  private SandboxPool pool = pool(1, 4);

  /** Told apart by being an object. */
  private static final class Fake implements WarmSandbox {
    private boolean healthy = true;
    private int closed;

    @Override
    public void awaitReady() {}

    @Override
    public boolean isHealthy() {
      return healthy && closed == 0;
    }

    @Override
    public Optional<SandboxReport> run(SandboxOrder order, OutputSink output) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      closed++;
    }
  }

  @AfterEach
  void close() {
    pool.close();
    taken.forEach(pool::discard);
    assertThat(made).allSatisfy(each -> assertThat(each.closed).isEqualTo(1));
  }

  @Test
  void nothingWaitsBeforeSomethingWasAskedFor() throws Exception {
    turn();
    assertThat(pool.counts().waiting()).isZero();
    assertThat(pool.take(KEY)).isEmpty();
    turn();
    assertThat(pool.counts().waiting()).isEqualTo(1);
  }

  @Test
  void asManyWaitAsWereAskedForInOneSecond() throws Exception {
    ask(KEY, 3);
    turn();
    assertThat(pool.counts().waiting()).isEqualTo(3);
    ask(KEY, 9);
    turn();
    assertThat(pool.counts().waiting()).isEqualTo(4);
    pass(Duration.ofSeconds(61));
    turn();
    assertThat(pool.counts().waiting()).isEqualTo(1);
  }

  @Test
  void whatIsAskedForLaterHasRoomBeforeWhatWasAskedForEarlier() throws Exception {
    ask(KEY, 4);
    turn();
    pass(Duration.ofSeconds(1));
    ask(OTHER, 3);
    turn();
    assertThat(takeAll(OTHER)).isEqualTo(3);
    assertThat(takeAll(KEY)).isEqualTo(1);
  }

  @Test
  void eachIsTakenOnceAndOnlyByItsKind() throws Exception {
    ask(KEY, 1);
    turn();
    assertThat(pool.take(OTHER)).isEmpty();
    WarmSandbox one = pool.take(KEY).orElseThrow();
    assertThat(pool.take(KEY)).isEmpty();
    pool.discard(one);
    turn();
    assertThat(((Fake) one).closed).isEqualTo(1);
    assertThat(take(KEY)).isPresent().get().isNotSameAs(one);
  }

  @Test
  void noneIsOlderThanAllowed() throws Exception {
    ask(KEY, 1);
    turn();
    pass(Duration.ofMinutes(5));
    assertThat(pool.take(KEY)).as("too old").isEmpty();
    turn();
    assertThat(made.getFirst().closed).isEqualTo(1);
    assertThat(take(KEY)).isPresent();
  }

  @Test
  void whatNobodyAskedForIsLetGo() throws Exception {
    ask(KEY, 1);
    turn();
    pass(Duration.ofMinutes(5));
    turn();
    assertThat(pool.counts().waiting()).isZero();
    assertThat(pool.counts().discarded()).isEqualTo(1);
  }

  @Test
  void oneThatDiedIsNotGivenOut() throws Exception {
    ask(KEY, 2);
    turn();
    made.getFirst().healthy = false;
    assertThat(take(KEY)).containsSame(made.get(1));
    assertThat(pool.take(KEY)).isEmpty();
  }

  @Test
  void allEndWhileMemoryIsShortAndNoneIsStarted() throws Exception {
    ask(KEY, 3);
    turn();
    memoryShort = true;
    turn();
    assertThat(pool.counts().waiting()).isZero();
    ask(KEY, 1);
    turn();
    assertThat(made).hasSize(3);
    memoryShort = false;
    turn();
    assertThat(pool.counts().waiting()).isPositive();
  }

  @Test
  void whatCannotBeStartedIsTriedMoreAndMoreSeldom() throws Exception {
    failing = true;
    ask(KEY, 1);
    for (int second = 0; second < 60; second++) {
      turn();
      pass(Duration.ofSeconds(1));
    }
    assertThat(starts).isBetween(4, 8);
    failing = false;
    pass(Duration.ofSeconds(60));
    turn();
    assertThat(pool.counts().waiting()).isEqualTo(1);
  }

  @Test
  void nothingIsGivenOutAfterTheEnd() throws Exception {
    ask(KEY, 2);
    turn();
    WarmSandbox one = pool.take(KEY).orElseThrow();
    pool.close();
    assertThat(pool.take(KEY)).isEmpty();
    pool.discard(one);
    assertThat(((Fake) one).closed).isEqualTo(1);
    assertThat(pool.prepare(KEY, Duration.ofSeconds(1))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"-1,4,PT1M", "5,4,PT1M", "0,0,PT1M", "0,257,PT1M", "0,4,PT11M", "0,4,PT0S"})
  void settingsOutOfRangeAreRefused(int least, int most, Duration oldest) {
    assertThatThrownBy(() -> new SandboxSettings.Pool(Path.of("/tmp"), least, most, oldest))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0.00,1000,900,false",
    "10.01,1000,900,true",
    "0.00,1000,49,true",
    "0.00,1000,51,false"
  })
  void memoryIsShortWhenTasksWaitForItOrLittleIsLeft(
      String stalled, int total, int available, boolean isShort, @TempDir Path proc)
      throws IOException {
    MemoryPressure memory = new MemoryPressure(proc);
    assertThat(memory.isHigh()).as("nothing is known").isFalse();
    Files.createDirectory(proc.resolve("pressure"));
    Files.writeString(
        proc.resolve("pressure/memory"),
        "some avg10=%s avg60=0.00 avg300=0.00 total=1\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=1\n"
            .formatted(stalled));
    Files.writeString(
        proc.resolve("meminfo"),
        "MemTotal:       %d kB\nMemFree:  1 kB\nMemAvailable:   %d kB\n"
            .formatted(total, available));
    assertThat(memory.isHigh()).isEqualTo(isShort);
  }

  private SandboxPool pool(int least, int most) {
    return new SandboxPool(
        new SandboxSettings.Pool(Path.of("/tmp"), least, most, Duration.ofMinutes(5)),
        this::start,
        () -> memoryShort,
        nanos::get,
        false);
  }

  private List<WarmSandbox> start(SandboxPool.Key key, int count) throws IOException {
    starts++;
    if (failing) {
      throw new IOException("No.");
    }
    List<WarmSandbox> fresh = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Fake one = new Fake();
      made.add(one);
      fresh.add(one);
    }
    return fresh;
  }

  /** One round of the thread that looks after the pool. */
  private void turn() throws InterruptedException {
    pool.tidy();
    pool.fill();
  }

  private void ask(SandboxPool.Key key, int times) {
    for (int i = 0; i < times; i++) {
      pool.take(key).ifPresent(pool::discard);
    }
  }

  private Optional<WarmSandbox> take(SandboxPool.Key key) {
    Optional<WarmSandbox> one = pool.take(key);
    one.ifPresent(taken::add);
    return one;
  }

  private int takeAll(SandboxPool.Key key) {
    int count = 0;
    for (Optional<WarmSandbox> one = pool.take(key); one.isPresent(); one = pool.take(key)) {
      pool.discard(one.get());
      count++;
    }
    return count;
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static SandboxPool.Key key(String profile) {
    return new SandboxPool.Key(Sandboxed.profile(profile), SandboxLimits.DEFAULT);
  }
}
