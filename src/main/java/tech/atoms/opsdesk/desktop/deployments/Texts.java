package tech.atoms.opsdesk.desktop.deployments;

import java.time.Instant;
import java.util.Locale;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.WordsCell.Words;
import tech.atoms.opsdesk.desktop.run.RunTexts;
import tech.atoms.opsdesk.provider.vercel.Deployment;
import tech.atoms.opsdesk.provider.vercel.Listed;
import tech.atoms.opsdesk.workflow.Run;

/** What the cells of both tables say. */
final class Texts {
  private static final int SHORT_COMMIT = 7;

  private Texts() {}

  /** Where its traffic stands. */
  static Words traffic(DeploymentRow row) {
    if (row.live()) {
      return row.pinned()
          ? Words.state(Look.WEAK, "Live, pinned")
          : Words.state(Look.HEALTHY, "Live");
    }
    if (row.candidate()) {
      return Words.quiet("served before");
    }
    return Words.quiet(row.listed().target().equals("production") ? "never served" : "preview");
  }

  /** How its build stands. */
  static Words state(Listed one) {
    return switch (one.state()) {
      case "READY" -> Words.state(Look.HEALTHY, "Ready");
      case "ERROR" -> Words.state(Look.FAILED, "Failed");
      case "QUEUED" -> Words.state(Look.HOLDING, "Queued");
      case "INITIALIZING", "BUILDING" -> Words.state(Look.RUNNING, "Building");
      case "CANCELED" -> Words.state(Look.CANCELLED, "Cancelled");
      default -> Words.state(Look.NO_DATA, one.state().isEmpty() ? "Not told" : sentence(one));
    };
  }

  private static String sentence(Listed one) {
    String state = one.state().toLowerCase(Locale.ROOT);
    return state.substring(0, 1).toUpperCase(Locale.ROOT) + state.substring(1);
  }

  static String commit(Deployment one) {
    String commit = one.commit();
    return commit.isEmpty() ? "–" : commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
  }

  static String orNotTold(String text) {
    return text.isEmpty() ? "not told" : text;
  }

  static String age(Instant at, Instant now) {
    return Ages.age(at, now);
  }

  static Words state(Run run) {
    return Words.state(RunTexts.look(run), RunTexts.word(run));
  }

  static String took(Run run, Instant now) {
    return RunTexts.clock(RunTexts.took(run, now));
  }
}
