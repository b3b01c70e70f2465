package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class BytePipeTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 10_000})
  void whatIsWrittenIsReadInOrderWhateverItsSize(int size) throws Exception {
    BytePipe pipe = new BytePipe(size);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (var thread = Executors.newSingleThreadExecutor()) {
      Callable<byte[]> reading = pipe::readAllBytes;
      Future<byte[]> read = thread.submit(reading);
      for (int i = 0; i < 200; i++) {
        byte[] piece = new byte[i];
        java.util.Arrays.fill(piece, (byte) i);
        written.writeBytes(piece);
        pipe.write(piece);
      }
      pipe.end();
      assertThat(read.get()).isEqualTo(written.toByteArray());
    }
  }

  @Test
  void aWriterThatWaitsFailsWhenItIsClosed() throws Exception {
    BytePipe pipe = new BytePipe(4);
    try (var thread = Executors.newSingleThreadExecutor()) {
      Callable<Boolean> writing =
          () -> {
            pipe.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
            return true;
          };
      Future<Boolean> write = thread.submit(writing);
      assertThat(pipe.read()).isEqualTo(1);
      pipe.close();
      assertThatThrownBy(write::get).hasCauseInstanceOf(IOException.class);
      assertThat(pipe.read()).isEqualTo(-1);
      assertThatThrownBy(() -> pipe.write(new byte[1])).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aReaderThatWaitsSeesTheEnd() throws Exception {
    BytePipe pipe = new BytePipe(4);
    try (var thread = Executors.newSingleThreadExecutor()) {
      Callable<Integer> reading = pipe::read;
      Future<Integer> read = thread.submit(reading);
      pipe.end();
      assertThat(read.get()).isEqualTo(-1);
    }
  }
}
