package tech.atoms.opsdesk.notify;

import java.time.Instant;
import java.util.List;

/** Notices for tests. */
final class TestNotices {
  static final Instant AT = Instant.parse("2026-11-22T09:00:00Z");

  private TestNotices() {}

  static Notice run(String id) {
    return new Notice(
        "run",
        id,
        "production",
        "Roll back from v1.5.0 to v1.4.2",
        Notice.Mood.GOOD,
        "done",
        AT,
        List.of(new Notice.Change("Point production to v1.4.2", "v1.5.0", "v1.4.2", "done")),
        List.of(
            new Notice.Fact("by", "Who", "Olga <olga@example.com>"),
            new Notice.Fact("reason", "Why", "errors & <!channel> * _x_")));
  }
}
