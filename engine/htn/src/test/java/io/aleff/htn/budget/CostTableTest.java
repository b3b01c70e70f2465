package io.aleff.htn.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CostTableTest {

  @Test
  void onlyACheaperWayCountsAgain() {
    CostTable table = new CostTable();
    assertThat(table.isBetter(5, 10)).isTrue();
    assertThat(table.isBetter(5, 10)).isFalse();
    assertThat(table.isBetter(5, 9)).isTrue();
    assertThat(table.isBetter(5, 10)).isFalse();
  }

  @Test
  void keepsAllKeysWhileItGrows() {
    CostTable table = new CostTable();
    for (long key = 0; key < 100_000; key += 2) {
      assertThat(table.isBetter(key, 1)).isTrue();
    }
    for (long key = 0; key < 100_000; key += 2) {
      assertThat(table.isBetter(key, 1)).isFalse();
    }
  }
}
