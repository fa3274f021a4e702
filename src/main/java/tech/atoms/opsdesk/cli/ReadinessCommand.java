package tech.atoms.opsdesk.cli;

import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.ItemView;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.checklist.template.Templates;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.ProfileException;
import tech.atoms.opsdesk.store.Store;

/** A command on the checklist of an environment. */
abstract class ReadinessCommand extends StoreCommand {

  /** Does the work on a checklist whose records were read; no check has run. */
  abstract int work(Readiness readiness, Store store, Audit audit) throws Exception;

  @Override
  final int work(Store store, Audit audit) throws Exception {
    Environment environment = environment();
    Checklist checklist = Templates.with(Templates.beside(profileFile()));
    try (OwnReadiness own =
        new OwnReadiness(environment, secrets(), checklist, store, audit, clock)) {
      return work(own.get(), store, audit);
    }
  }

  /** Runs the passive checks of items, of all where none is named; what they find is recorded. */
  final void recheck(Readiness readiness, Collection<String> items) throws Exception {
    try {
      readiness.recheck(items).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProblemException problem) {
        throw problem;
      }
      throw e;
    }
  }

  /** An item as it is shown. */
  static ItemView item(ReadinessSnapshot snapshot, String id) {
    return snapshot
        .item(id)
        .orElseThrow(
            () ->
                new WrongUse(
                    new Problem(
                        "There is no such item",
                        id,
                        "the checklist has "
                            + snapshot.items().size()
                            + " others"
                            + Meant.words(
                                id, snapshot.items().stream().map(one -> one.item().id()).toList()),
                        "See 'opsdesk checklist show'")));
  }

  /** One line: state, id, text, why. */
  static String line(ItemView view) {
    return String.format(
        Locale.ROOT,
        "%-15s %-8s %s: %s",
        view.state().word(),
        view.item().id(),
        view.item().text(),
        view.result().reason());
  }

  /** What is refused is no wrong use: it was tried and failed. */
  @Override
  protected int exitCodeOf(ProblemException problem) {
    return problem instanceof ProfileException ? ExitCode.USAGE : ExitCode.FALLS_SHORT;
  }

  /** Go holds, No-go falls short. */
  static int exitCode(ReadinessSnapshot snapshot) {
    return snapshot.verdict().go() ? ExitCode.OK : ExitCode.FALLS_SHORT;
  }
}
