package tech.atoms.opsdesk.workflow.recover;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.restore.Fate;
import tech.atoms.opsdesk.backup.restore.InPlace;
import tech.atoms.opsdesk.backup.restore.IntoNew;
import tech.atoms.opsdesk.backup.store.Lease;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.workflow.Cancellation;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.backup.LongStep;

/**
 * Brings the database back: makes it where it is gone, restores tables and rows where it is empty,
 * and the rows alone where the tables are there. Done once it holds what the manifest says.
 */
final class DatabaseStep extends LongStep {
  /** Its id in the plan. */
  static final String ID = "database";

  private final Lost lost;
  private final String backup;
  private final String run;
  private final boolean askedBefore;
  private final boolean replaces;
  private volatile @Nullable IntoNew anew;
  private volatile @Nullable InPlace inPlace;
  private volatile String restored = "";
  private volatile boolean held;

  /**
   * A step.
   *
   * @param lost the database that is to be brought back
   * @param backup its id
   * @param run whose step it is
   * @param askedBefore whether an earlier turn of the run has begun it
   * @param replaces whether rows were there when it was planned, and the plan told of that
   */
  DatabaseStep(Lost lost, String backup, String run, boolean askedBefore, boolean replaces) {
    super(ID);
    this.lost = lost;
    this.backup = backup;
    this.run = run;
    this.askedBefore = askedBefore;
    this.replaces = replaces;
  }

  @Override
  public Cancellation cancellation() {
    return Cancellation.BEFORE;
  }

  @Override
  protected Observed seen() {
    Observed now = look();
    held |= now.state() == Observed.State.DONE;
    return now;
  }

  private Observed look() {
    if (!restored.isEmpty()) {
      return Observed.done(restored);
    }
    Lost.Look look = lost.look(backup);
    if (look.state() == Lost.State.EQUAL) {
      return Observed.done("it holds what " + backup + " held");
    }
    if (look.state() == Lost.State.OTHER_ROWS && askedBefore) {
      Optional<Fate> fate = lost.restoring().fate(run);
      if (fate.filter(one -> one == Fate.OPEN).isPresent()) {
        return Observed.underWay("its transaction is still open at the server");
      }
      if (fate.filter(one -> one == Fate.COMMITTED).isPresent()) {
        return Observed.done("the server has committed it; others have written since");
      }
      if (fate.isEmpty()) {
        return Observed.failed(
            "its tables are there with other rows than "
                + backup
                + " holds: others may have written since this run restored them. Look at it, then"
                + " go on without this step, or restore with 'opsdesk backup restore'");
      }
    }
    return Observed.notDone(look.words());
  }

  @Override
  protected void make() throws InterruptedException {
    Lost.Look look = lost.look(backup);
    try (Lease _ = lost.restoring().lease(backup, "recovered by run " + run)) {
      switch (look.state()) {
        case NO_DATABASE -> {
          lost.make();
          anew();
        }
        case EMPTY -> anew();
        case OTHER_ROWS -> {
          if (!replaces) {
            throw unplanned(look);
          }
          InPlace now = lost.restoring().inPlace(backup);
          inPlace = now;
          restored = now.restore(java.util.Set.of(), id -> lost.restoring().keep(run, id)).words();
        }
        case EQUAL -> restored = "it held it already";
        case AWAY, OTHER_TABLES -> throw lost.cannot(look);
      }
    }
  }

  /** Whether this run has seen it hold what the backup holds; on any thread. */
  boolean isProven() {
    return held || lost.restoring().fate(run).filter(one -> one == Fate.COMMITTED).isPresent();
  }

  /** A server that was away may come back with rows that are newer than the backup. */
  private ProblemException unplanned(Lost.Look look) {
    return new ProblemException(
        new Problem(
            "The live rows are not replaced",
            lost.restoring().target().jdbcUrl(),
            "it was not planned: they were not there then, and are now: " + look.words(),
            "Where they are right, go on without this step; where not, opsdesk backup restore "
                + backup
                + " keeps them first"));
  }

  private void anew() throws InterruptedException {
    IntoNew now = lost.intoNew(backup);
    anew = now;
    List<String> missing = now.restore();
    restored =
        backup
            + " is there, tables and rows compared by digest"
            + (missing.isEmpty() ? "" : "; the server could not be given: " + Few.of(missing));
  }

  @Override
  protected String progress() {
    IntoNew first = anew;
    InPlace second = inPlace;
    return first != null ? first.progress() : second != null ? second.progress() : "";
  }

  @Override
  protected void end() {
    // It is never asked to: see cancellation().
  }
}
