package io.aleff.htn.ground;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AgendaTest {

  @Test
  void givesTheCheapestEventEvenIfItComesLate() {
    Agenda agenda = new Agenda();
    agenda.add(1, 5);
    agenda.add(2, 7);
    assertThat(agenda.poll()).isEqualTo(1);
    agenda.add(3, 2);
    agenda.add(4, 2);
    assertThat(agenda.poll()).isEqualTo(4);
    assertThat(agenda.poll()).isEqualTo(3);
    assertThat(agenda.poll()).isEqualTo(2);
    assertThat(agenda.poll()).isEqualTo(-1);
  }

  @Test
  void beginsAnewAndGrows() {
    Agenda agenda = new Agenda();
    agenda.add(0, Agenda.DEAREST);
    for (int round = 0; round < 2; round++) {
      agenda.clear();
      assertThat(agenda.poll()).isEqualTo(-1);
      SplittableRandom random = new SplittableRandom(round);
      List<Integer> costs = new ArrayList<>();
      for (int event = 0; event < 5_000; event++) {
        int cost = random.nextInt(Agenda.DEAREST + 1);
        costs.add(cost);
        agenda.add(event, cost);
      }
      List<Integer> polled = new ArrayList<>();
      for (int event = agenda.poll(); event >= 0; event = agenda.poll()) {
        polled.add(costs.get(event));
      }
      assertThat(polled).isSorted().hasSameElementsAs(costs).hasSameSizeAs(costs);
    }
  }
}
