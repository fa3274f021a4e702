package tech.atoms.opsdesk.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalTest {
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant BEFORE = START.minus(Duration.ofHours(7));
  private static final String IT = "Environment";
  private final Journal journal = new Journal(START, Duration.ofSeconds(15));

  @Test
  void aStateThatIsFoundAgainHasLastedSinceItWasRecorded() {
    enter(0, State.UNKNOWN);
    journal.recall(START, List.of(line(BEFORE, State.HEALTHY, State.DEGRADED)));
    enter(5, State.HEALTHY);
    enter(10, State.DEGRADED);
    assertThat(journal.since(IT)).isEqualTo(BEFORE);
    assertThat(journal.changes()).containsExactly(line(BEFORE, State.HEALTHY, State.DEGRADED));
    assertThat(journal.unkept(at(16), false)).isEmpty();
    enter(20, State.HEALTHY);
    assertThat(journal.since(IT)).isEqualTo(at(20));
    assertThat(journal.unkept(at(20), false))
        .containsExactly(line(at(20), State.DEGRADED, State.HEALTHY));
    assertThat(journal.unkept(at(21), false)).isEmpty();
  }

  @Test
  void aStoreThatIsLateAmendsWhatWasShown() {
    enter(0, State.UNKNOWN);
    enter(4, State.HEALTHY);
    assertThat(journal.since(IT)).isEqualTo(at(4));
    assertThat(journal.unkept(at(100), false)).as("not before it is known").isEmpty();
    journal.recall(at(100), List.of(line(BEFORE, State.DOWN, State.HEALTHY)));
    assertThat(journal.since(IT)).isEqualTo(BEFORE);
    assertThat(journal.changes()).containsExactly(line(BEFORE, State.DOWN, State.HEALTHY));
  }

  @Test
  void aLateStoreDoesNotUndoWhatChangedMeanwhile() {
    enter(0, State.UNKNOWN);
    enter(4, State.HEALTHY);
    enter(60, State.DOWN);
    journal.recall(at(100), List.of(line(BEFORE, State.DOWN, State.HEALTHY)));
    assertThat(journal.since(IT)).isEqualTo(at(60));
    assertThat(journal.unkept(at(100), false))
        .containsExactly(line(at(60), State.HEALTHY, State.DOWN));
  }

  @Test
  void whatChangedWhileNobodyLookedIsOneLine() {
    enter(0, State.UNKNOWN);
    journal.recall(START, List.of(line(BEFORE, State.DOWN, State.HEALTHY)));
    enter(4, State.DEGRADED);
    enter(6, State.DOWN);
    enter(20, State.DOWN);
    assertThat(journal.since(IT)).isEqualTo(at(6));
    assertThat(journal.unkept(at(20), false))
        .containsExactly(line(at(6), State.HEALTHY, State.DOWN));
  }

  @Test
  void aComponentThatIsFoundOtherwiseHasChanged() {
    journal.recall(START, List.of(line(BEFORE, State.DOWN, State.HEALTHY)));
    enter(4, State.DEGRADED);
    enter(30, State.DEGRADED);
    assertThat(journal.since(IT)).isEqualTo(at(4));
    assertThat(journal.unkept(at(30), false))
        .containsExactly(
            new StateChange(
                at(4),
                IT,
                State.HEALTHY,
                State.DEGRADED,
                "So it was found when the desk began to look"));
  }

  @Test
  void theFirstRunEverKeepsItsLines() {
    enter(0, State.UNKNOWN);
    enter(4, State.HEALTHY);
    journal.recall(at(5), List.of());
    assertThat(journal.unkept(at(6), false)).isEmpty();
    assertThat(journal.unkept(at(6), true))
        .containsExactly(line(at(4), State.UNKNOWN, State.HEALTHY));
  }

  @Test
  void showsFiveHundredAndKeepsMoreUntilTheStoreIsThere() {
    for (int i = 0; i < 800; i++) {
      enter(i, i % 2 == 0 ? State.UNKNOWN : State.HEALTHY);
    }
    assertThat(journal.changes()).hasSize(500);
    journal.recall(at(900), List.of());
    assertThat(journal.unkept(at(900), false)).hasSize(799);
  }

  private void enter(int second, State state) {
    journal.enter(at(second), IT, state, "why");
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }

  private static StateChange line(Instant at, State from, State to) {
    return new StateChange(at, IT, from, to, "why");
  }
}
