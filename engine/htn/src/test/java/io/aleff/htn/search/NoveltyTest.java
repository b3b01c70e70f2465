package io.aleff.htn.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoveltyTest {

  @Test
  void isAboutFactsAndTasksOfNodesWithTheSameEstimate() {
    Novelty novelty = new Novelty();
    assertThat(novelty.isNew(7, new long[] {0b01, 0}, 3)).isTrue();
    assertThat(novelty.isNew(7, new long[] {0b01, 0}, 3)).isFalse();
    assertThat(novelty.isNew(7, new long[] {0b11, 0}, 3)).as("another fact").isTrue();
    assertThat(novelty.isNew(7, new long[] {0b10, 0}, 3)).as("both known").isFalse();
    assertThat(novelty.isNew(7, new long[] {0b10, 1}, 3)).as("in another word").isTrue();
    assertThat(novelty.isNew(7, new long[] {0b10, 0}, 4)).as("another task").isTrue();
    assertThat(novelty.isNew(6, new long[] {0b01, 0}, 3)).as("another estimate").isTrue();
  }
}
