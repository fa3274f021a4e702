package tech.atoms.opsdesk.checklist;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.checklist.template.Checklist;

/**
 * Keeps the checklist of one environment: runs its checks, remembers what they found, what people
 * said, and tells how everything stands. Safe on any thread.
 *
 * <p>Methods that change something block on the store, and either do all of it, with a line in the
 * audit trail, or throw a {@link tech.atoms.opsdesk.common.ProblemException} and change nothing.
 * What is refused stands in the audit trail too. A person whom the profile does not name, where it
 * names some, is refused all of them ({@link Me#forbidden}).
 */
public interface Readiness extends AutoCloseable {

  /** Reads what is recorded and begins to run the passive checks, each at its interval. */
  void start();

  /** How everything stands now. Never blocks, never null; before the first look nothing is done. */
  ReadinessSnapshot snapshot();

  /**
   * Hears of every new snapshot, the present one first, on threads of the desk.
   *
   * @param listener must not block
   */
  Subscription subscribe(Consumer<ReadinessSnapshot> listener);

  /** The checklist: templates, sections, items. */
  Checklist checklist();

  /**
   * Runs the passive checks of items now. Returns at once.
   *
   * @param items ids; a roll-up stands for what it sums up; empty: all items
   * @return what was found, when it is recorded; cancelling it stops the run
   */
  CompletableFuture<List<Finding>> recheck(Collection<String> items);

  /**
   * Runs all checks of items now, those that send something unusual too: only because a person
   * asked for it. Returns at once; the run stands in the audit trail.
   *
   * @param items ids; empty: all items
   * @return as {@link #recheck}
   */
  CompletableFuture<List<Finding>> runActive(Collection<String> items);

  /** The most requests that {@link #runActive} would send, to be told before it is started. */
  int requests(Collection<String> items);

  /**
   * Says that an item holds: items that a person answers, sign-offs excepted.
   *
   * @param item its id
   * @param seen the version that the person saw, {@link ItemView#version}
   * @param note what the person says; may be empty
   * @param file a file that shows it; {@link NewFile#NONE}: none
   */
  void tick(String item, long seen, String note, NewFile file);

  /**
   * Takes a tick back.
   *
   * @param seen the version that the person saw
   */
  void untick(String item, long seen, String reason);

  /**
   * Records an exception.
   *
   * @param item its id; no sign-off
   * @param seen the version that the person saw
   * @param reason why; not empty
   * @param approver a person of the profile, by name or account; where the profile names nobody,
   *     any name
   * @param until the last day (UTC) on which it counts: today at the earliest, a year from now at
   *     the latest
   */
  void waive(String item, long seen, String reason, String approver, LocalDate until);

  /**
   * Ends a waiver before its time.
   *
   * @param seen the version that the person saw
   */
  void unwaive(String item, long seen, String reason);

  /**
   * Signs, as the person at this desk, for the deployment that is live, over the results that are
   * shown in a snapshot.
   *
   * @param item the sign-off's id
   * @param shown the snapshot that the person saw; refused where what it covers has changed since
   * @param note what the person says; may be empty
   */
  void sign(String item, ReadinessSnapshot shown, String note);

  /**
   * Takes the own signature back.
   *
   * @param seen the version that the person saw
   */
  void unsign(String item, long seen, String reason);

  /** Stops the checks. Closes nothing that it was given. */
  @Override
  void close();

  /** Somebody who listens. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    /** Hears no more. */
    @Override
    void close();
  }
}
