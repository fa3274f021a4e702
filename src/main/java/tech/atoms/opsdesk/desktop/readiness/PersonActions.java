package tech.atoms.opsdesk.desktop.readiness;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.checklist.ItemView;
import tech.atoms.opsdesk.checklist.NewFile;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.state.Attachment;
import tech.atoms.opsdesk.checklist.state.State;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.task.Jobs;

/** Does with an item what the person at this desk wants, after asking for what is missing. */
final class PersonActions implements ItemActions {
  private static final int USUAL_WAIVER_DAYS = 14;

  private final Readiness readiness;
  private final ReadinessModel model;
  private final Forms forms;
  private final ReportFiles files;
  private final Jobs jobs;
  private final InstantSource clock;
  private final Consumer<CompletableFuture<List<Finding>>> follow;
  private final Consumer<String> tell;

  /**
   * Acts for the person.
   *
   * @param follow is given each run that begins, and tells what comes of it
   * @param tell shows one line
   */
  PersonActions(
      Readiness readiness,
      ReadinessModel model,
      Forms forms,
      ReportFiles files,
      Jobs jobs,
      InstantSource clock,
      Consumer<CompletableFuture<List<Finding>>> follow,
      Consumer<String> tell) {
    this.readiness = readiness;
    this.model = model;
    this.forms = forms;
    this.files = files;
    this.jobs = jobs;
    this.clock = clock;
    this.follow = follow;
    this.tell = tell;
  }

  @Override
  public void recheck(ItemView view) {
    follow.accept(readiness.recheck(List.of(view.item().id())));
  }

  @Override
  public void probe(ItemView view) {
    String id = view.item().id();
    int requests = readiness.requests(List.of(id));
    forms.note(
        "Run the active probe of " + id,
        view.item().text()
            + ": it sends something unusual to "
            + model.snapshot().environment()
            + ", at most "
            + requests
            + " requests. The run is recorded.",
        "Run probe",
        (said, refused) -> {
          follow.accept(readiness.runActive(List.of(id)));
          forms.close();
        });
  }

  @Override
  public void tick(ItemView view) {
    if (isForbidden(view)) {
      return;
    }
    forms.tick(
        "Tick " + view.item().id(),
        "You say that this holds: "
            + view.item().text()
            + ". Your name and the time are recorded, and a file that shows it if you attach one"
            + " (at most "
            + Texts.size(NewFile.MOST_BYTES)
            + ").",
        files::choose,
        (said, refused) ->
            change(
                "Tick",
                () -> readiness.tick(view.item().id(), view.version(), said.text(), said.file()),
                refused));
  }

  @Override
  public void untick(ItemView view) {
    if (isForbidden(view)) {
      return;
    }
    forms.reason(
        "Untick " + view.item().id(),
        "The tick is taken back: " + view.item().text() + ".",
        "Untick",
        (said, refused) ->
            change(
                "Untick",
                () -> readiness.untick(view.item().id(), view.version(), said.text()),
                refused));
  }

  @Override
  public void untickable(ItemView view) {
    tell.accept(
        view.item().id()
            + switch (view.item().kind()) {
              case ACTIVE -> " is answered by an active probe, not by a tick: run the probe.";
              case ROLL_UP -> " sums up other items, and needs no tick: see to those.";
              default -> " is answered by its checks, not by a tick: R runs them again.";
            });
  }

  @Override
  public void waive(ItemView view) {
    if (isForbidden(view)) {
      return;
    }
    LocalDate end =
        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(USUAL_WAIVER_DAYS);
    forms.waiver(
        "Waive " + view.item().id(),
        "An exception, until a day: " + view.item().text() + ".",
        end,
        (said, refused) ->
            change(
                "Waive",
                () ->
                    readiness.waive(
                        view.item().id(),
                        view.version(),
                        said.text(),
                        said.approver(),
                        said.until()),
                refused));
  }

  @Override
  public void unwaive(ItemView view) {
    if (isForbidden(view)) {
      return;
    }
    forms.reason(
        "End the waiver of " + view.item().id(),
        "The exception ends now: " + view.item().text() + ".",
        "End waiver",
        (said, refused) ->
            change(
                "End the waiver",
                () -> readiness.unwaive(view.item().id(), view.version(), said.text()),
                refused));
  }

  @Override
  public void sign(ItemView view) {
    if (isForbidden(view)) {
      return;
    }
    ReadinessSnapshot shown = model.snapshot();
    long failing = shown.items().stream().filter(v -> v.state() == State.FAIL).count();
    forms.note(
        "Sign " + view.item().text(),
        "You sign for "
            + (shown.deployment() == null ? "an unknown release" : shown.deployment().name())
            + " as "
            + shown.me().name()
            + ", over the results you see now: "
            + Texts.sum(shown.counts())
            + (failing == 0 ? "." : "; " + failing + " fail."),
        "Sign",
        (said, refused) ->
            change("Sign", () -> readiness.sign(view.item().id(), shown, said.text()), refused));
  }

  @Override
  public void unsign(ItemView view) {
    if (isForbidden(view)) {
      return;
    }
    forms.reason(
        "Withdraw the signature of " + view.item().id(),
        view.item().text() + " is unsigned again.",
        "Withdraw",
        (said, refused) ->
            change(
                "Withdraw",
                () -> readiness.unsign(view.item().id(), view.version(), said.text()),
                refused));
  }

  @Override
  public void show(Attachment file) {
    files.show(file);
  }

  @Override
  public void save(Attachment file) {
    files.save(file);
  }

  /** Nobody fills in a card that would be refused: says why in its place. */
  private boolean isForbidden(ItemView view) {
    ReadinessSnapshot shown = model.snapshot();
    Problem forbidden = shown.me().forbidden(shown.environment(), view.item().id());
    if (forbidden != null) {
      tell.accept(forbidden.line() + " " + forbidden.next());
    }
    return forbidden != null;
  }

  private void change(String name, Runnable change, Consumer<Problem> refused) {
    jobs.run(
        name,
        () -> {
          change.run();
          return true;
        },
        ok -> forms.close(),
        refused);
  }
}
