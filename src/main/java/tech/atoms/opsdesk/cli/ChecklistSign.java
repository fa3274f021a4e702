package tech.atoms.opsdesk.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.SignOffView;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.store.Store;

/** {@code opsdesk checklist sign}: a role's sign-off for the live deployment. */
@Command(
    name = "sign",
    description = {
      "Signs for a role that you hold, for the live deployment and the results as they are;",
      "or takes your signature back. Runs the passive checks first.",
      "Exit code 1 where it is refused."
    })
final class ChecklistSign extends ChecklistChange {
  @Parameters(paramLabel = "ROLE", description = "A role or its item, e.g. security or SIGN-02.")
  String role = "";

  @Option(names = "--note", paramLabel = "TEXT", description = "A remark.")
  String note = "";

  @Option(names = "--undo", description = "Take your signature back.")
  boolean undo;

  @Override
  int work(Readiness readiness, Store store, Audit audit) throws Exception {
    String id = signOff(readiness.snapshot()).view().item().id();
    if (!undo) {
      recheck(readiness, List.of());
    }
    ReadinessSnapshot shown = readiness.snapshot();
    SignOffView view = signOff(shown);
    Deployment live = shown.deployment();
    String plan =
        undo
            ? "Take back the signature on " + id
            : "Sign "
                + id
                + " as "
                + view.role()
                + " for "
                + (live == null ? "an unknown deployment" : live.name())
                + ", over the results that 'checklist show' tells";
    if (!mayDo(shown, id, plan + ", as " + shown.me().name())) {
      return undone(readiness);
    }
    if (undo) {
      readiness.unsign(id, view.view().version(), note);
    } else {
      readiness.sign(id, shown, note);
    }
    return done(readiness, id);
  }

  private SignOffView signOff(ReadinessSnapshot snapshot) {
    return snapshot.signOffs().stream()
        .filter(
            one ->
                one.role().equalsIgnoreCase(role) || one.view().item().id().equalsIgnoreCase(role))
        .findFirst()
        .orElseThrow(
            () ->
                new WrongUse(
                    new Problem(
                        "There is no such sign-off",
                        role,
                        "the checklist has "
                            + snapshot.signOffs().stream()
                                .map(SignOffView::role)
                                .collect(Collectors.joining(", ")),
                        "Name one of them")));
  }
}
