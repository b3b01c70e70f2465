package io.aleff.htn.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrontierTest {

  private static final class Numbered extends Frontier.Entry {
    private final int number;

    Numbered(int number) {
      super(number % 7);
      this.number = number;
    }
  }

  @Test
  void theBestComesFirstAndOfEqualsTheNewest() {
    Frontier<Numbered> frontier = new Frontier<>(1);
    Numbered old = new Numbered(1);
    Numbered fresh = new Numbered(2);
    Numbered best = new Numbered(3);
    frontier.add(old, 5, 5);
    frontier.add(fresh, 5, 5);
    frontier.add(best, 4, 4);
    assertThat(frontier.next()).isSameAs(best);
    assertThat(frontier.next()).isSameAs(fresh);
    frontier.putBack(fresh);
    assertThat(frontier.next()).isSameAs(fresh);
    assertThat(frontier.next()).isSameAs(old);
    assertThat(frontier.next()).isNull();
  }

  @Test
  void exploringLosesNothingAndTakesNothingTwice() {
    Frontier<Numbered> frontier = new Frontier<>(1);
    int count = 5_000;
    for (int i = 0; i < count; i++) {
      frontier.add(new Numbered(i), i, i);
    }
    Set<Integer> seen = new HashSet<>();
    boolean bestFirst = true;
    for (Numbered node = frontier.next(); node != null; node = frontier.next()) {
      bestFirst &= node.number == seen.size();
      assertThat(seen.add(node.number)).isTrue();
    }
    assertThat(seen).hasSize(count);
    assertThat(bestFirst).as("without progress other nodes are tried too").isFalse();
  }
}
