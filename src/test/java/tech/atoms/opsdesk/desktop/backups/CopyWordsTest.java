package tech.atoms.opsdesk.desktop.backups;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.backup.place.CopyState;
import tech.atoms.opsdesk.backup.place.CopyState.State;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.WordsCell.Words;

/** What is not known of a place is never told as a copy. */
class CopyWordsTest {
  private static final Instant NOW = Instant.parse("2026-11-30T20:14:00Z");

  private static CopyState copy(String place, State state) {
    return new CopyState(place, state, state == State.WHOLE ? NOW : null, "");
  }

  private static Words cell(CopyState... copies) {
    return CopyWords.cell(true, List.of(copies), false);
  }

  @Test
  void theCellTellsWhereItIsWhole() {
    CopyState eu = copy("eu", State.WHOLE);
    assertThat(cell(eu, copy("us", State.WHOLE))).isEqualTo(Words.plain("eu, us"));
    assertThat(cell(eu, copy("us", State.MISSING))).isEqualTo(Words.state(Look.WARNING, "eu only"));
    assertThat(cell(eu, copy("us", State.PARTIAL))).isEqualTo(Words.state(Look.WARNING, "eu only"));
    assertThat(cell(copy("eu", State.MISSING), copy("us", State.MISSING)))
        .isEqualTo(Words.state(Look.WARNING, "here only"));
    assertThat(cell(eu, copy("us", State.UNKNOWN)))
        .isEqualTo(Words.state(Look.NO_DATA, "eu, us unknown"));
    assertThat(cell(copy("eu", State.MISSING), copy("us", State.UNKNOWN)))
        .isEqualTo(Words.state(Look.WARNING, "here only, us unknown"));
    assertThat(CopyWords.cell(true, null, false)).isEqualTo(Words.quiet("…"));
    assertThat(CopyWords.cell(true, null, true)).isEqualTo(Words.state(Look.NO_DATA, "unknown"));
    assertThat(CopyWords.cell(false, List.of(), false)).isEqualTo(Words.quiet(Texts.NONE));
  }

  @Test
  void aDigestMatchesOnlyWhereEveryCopyIsWhole() {
    CopyState eu = copy("eu", State.WHOLE);
    assertThat(CopyWords.matches(List.of(eu, copy("us", State.WHOLE)), NOW))
        .isEqualTo("matches both copies, read back 30 Nov 20:14 UTC");
    assertThat(CopyWords.matches(List.of(eu), NOW))
        .isEqualTo("matches the copy at eu, read back 30 Nov 20:14 UTC");
    assertThat(CopyWords.matches(List.of(eu, copy("us", State.UNKNOWN)), NOW)).isEmpty();
    assertThat(CopyWords.matches(null, NOW)).isEmpty();
  }
}
