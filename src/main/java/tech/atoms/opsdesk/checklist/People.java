package tech.atoms.opsdesk.checklist;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.checklist.record.Change;
import tech.atoms.opsdesk.checklist.record.Records;
import tech.atoms.opsdesk.checklist.record.TooLate;
import tech.atoms.opsdesk.checklist.state.Attachment;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.state.Result;
import tech.atoms.opsdesk.checklist.state.Results;
import tech.atoms.opsdesk.checklist.state.Signature;
import tech.atoms.opsdesk.checklist.state.State;
import tech.atoms.opsdesk.checklist.state.Tick;
import tech.atoms.opsdesk.checklist.state.Waiver;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.checklist.template.Item;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Sha256;

/** What the person at this desk does. Whatever comes of it stands in the audit trail. */
final class People {
  private final ReadinessSetting setting;
  private final Checklist checklist;
  private final Records records;
  private final Supplier<ReadinessSnapshot> known;
  private final Runnable changed;

  /** Something that may be refused or fail. */
  @FunctionalInterface
  private interface Deed {
    /** Does it, and says what is to stand in the audit trail. */
    void run(Entry entry);
  }

  /**
   * A person's hands.
   *
   * @param known what this desk knows
   * @param changed runs after every change
   */
  People(
      ReadinessSetting setting,
      Records records,
      Supplier<ReadinessSnapshot> known,
      Runnable changed) {
    this.setting = setting;
    this.checklist = setting.checklist();
    this.records = records;
    this.known = known;
    this.changed = changed;
  }

  void started(List<CheckSpec> specs) {
    Probing.entry(setting.environment().name(), setting.me(), setting.clock().instant(), specs)
        .ifPresent(setting.audit()::record);
  }

  void tick(String id, long seen, String note, NewFile file) {
    tried(
        "checklist.tick",
        id,
        note,
        entry -> {
          Item item = Refusals.item(checklist, id);
          Refusals.untickable(item, note, file);
          byte[] content = file.content();
          Attachment attachment =
              file.name().isEmpty()
                  ? null
                  : new Attachment(file.name(), Sha256.hex(content), content.length);
          String more =
              attachment == null
                  ? note
                  : (note + " [" + attachment.name() + ", SHA-256 " + attachment.sha256() + "]")
                      .strip();
          Tick tick =
              new Tick(
                  item.id(),
                  setting.me().name(),
                  setting.me().login(),
                  entry.at(),
                  known.get().deployment(),
                  Masking.mask(note),
                  attachment);
          change(new Change.Ticked(tick, content), seen, entry.ending(Entry.Outcome.DONE, more));
        });
  }

  void untick(String id, long seen, String reason) {
    tried(
        "checklist.untick",
        id,
        reason,
        entry -> {
          Item item = Refusals.item(checklist, id);
          Refusals.tooLong(item, "reason", reason);
          there(view(item).result().tick(), item, "has no tick");
          change(new Change.Unticked(item.id()), seen, entry);
        });
  }

  void waive(String id, long seen, String reason, String approver, LocalDate until) {
    tried(
        "checklist.waive",
        id,
        "until " + until + ", approved by " + approver + ": " + reason,
        entry -> {
          Item item = Refusals.item(checklist, id);
          String name =
              Refusals.unwaivable(item, setting.environment(), reason, approver, until, entry.at());
          Waiver waiver =
              new Waiver(
                  item.id(),
                  Masking.mask(reason.strip()),
                  name,
                  until,
                  setting.me().name(),
                  setting.me().login(),
                  entry.at());
          change(new Change.Waived(waiver), seen, entry);
        });
  }

  void unwaive(String id, long seen, String reason) {
    tried(
        "checklist.unwaive",
        id,
        reason,
        entry -> {
          Item item = Refusals.item(checklist, id);
          Refusals.tooLong(item, "reason", reason);
          there(view(item).result().waiver(), item, "has no waiver");
          change(new Change.Unwaived(item.id()), seen, entry);
        });
  }

  /**
   * Signs.
   *
   * @param shown what the person saw
   * @param now how it is
   */
  void sign(String id, ReadinessSnapshot shown, String note, ReadinessSnapshot now) {
    tried(
        "checklist.sign",
        id,
        note,
        entry -> {
          Item item = Refusals.item(checklist, id);
          List<Result> failing = failing(item, now);
          String role = Refusals.unsignable(item, setting.me(), failing, note);
          Deployment live = deployment(item, shown, now);
          Map<String, String> results = results(item, now);
          if (!results.equals(results(item, shown))) {
            throw Refusals.refused(
                "The results have changed",
                item.id() + ", " + role,
                "they are no longer those that were shown",
                "Look at them as they are now, and sign again");
          }
          long seen = shown.item(item.id()).map(ItemView::version).orElse(0L);
          String hash = Results.hash(live.id(), results);
          Signature signature =
              new Signature(
                  item.id(),
                  role,
                  setting.me().name(),
                  setting.me().login(),
                  entry.at(),
                  live,
                  results,
                  hash,
                  Masking.mask(note));
          String detail = "as " + role + " for " + live.id() + ", results " + hash;
          change(
              new Change.Signed(signature),
              seen,
              entry.ending(Entry.Outcome.DONE, note.isEmpty() ? detail : detail + ": " + note));
        });
  }

  void unsign(String id, long seen, String reason) {
    tried(
        "checklist.unsign",
        id,
        reason,
        entry -> {
          Item item = Refusals.item(checklist, id);
          Refusals.tooLong(item, "reason", reason);
          Signature signature = there(view(item).result().signature(), item, "is not signed");
          if (!signature.login().equals(setting.me().login())) {
            throw Refusals.refused(
                "Only who signed can take it back",
                item.id(),
                signature.by() + " signed it",
                "Ask " + signature.by());
          }
          change(new Change.Unsigned(item.id()), seen, entry);
        });
  }

  private Deployment deployment(Item item, ReadinessSnapshot shown, ReadinessSnapshot now) {
    Deployment live = now.deployment();
    if (live == null) {
      throw Refusals.refused(
          "It cannot be signed now",
          item.id(),
          "which deployment is live is not known",
          "Sign when the platform answers");
    }
    Deployment seen = shown.deployment();
    if (seen == null || !seen.id().equals(live.id())) {
      throw Refusals.refused(
          "Another deployment is live now",
          item.id(),
          live.name() + " instead of " + (seen == null ? "an unknown one" : seen.name()),
          "Look at the results for " + live.name() + ", and sign again");
    }
    return live;
  }

  private List<Result> failing(Item signOff, ReadinessSnapshot now) {
    return checklist.covered(signOff).stream()
        .map(part -> result(now, part))
        .filter(one -> one.state() == State.FAIL || one.state() == State.WAIVER_EXPIRED)
        .toList();
  }

  private Map<String, String> results(Item item, ReadinessSnapshot of) {
    Map<String, String> results = new LinkedHashMap<>();
    checklist
        .covered(item)
        .forEach(part -> results.put(part.id(), result(of, part).state().word()));
    return results;
  }

  private static Result result(ReadinessSnapshot of, Item item) {
    return of.item(item.id()).orElseThrow().result();
  }

  private ItemView view(Item item) {
    return known.get().item(item.id()).orElseThrow();
  }

  private static <T> T there(@Nullable T thing, Item item, String not) {
    if (thing == null) {
      throw Refusals.refused("There is nothing to take back", item.id(), "it " + not, "Nothing");
    }
    return thing;
  }

  private void change(Change change, long seen, Entry entry) {
    records.change(change, seen, entry);
    changed.run();
  }

  private void tried(String action, String subject, String detail, Deed deed) {
    Entry entry = entry(action, Refusals.cut(subject), detail);
    try {
      Problem forbidden = setting.me().forbidden(entry.environment(), entry.subject());
      if (forbidden != null) {
        throw new ProblemException(forbidden);
      }
      deed.run(entry);
    } catch (ProblemException e) {
      boolean away = records.trouble() != null;
      setting
          .audit()
          .record(
              entry.ending(
                  away ? Entry.Outcome.FAILED : Entry.Outcome.REFUSED,
                  e.problem().what() + ": " + e.problem().why()));
      if (e instanceof TooLate) {
        changed.run();
      }
      throw e;
    }
  }

  private Entry entry(String action, String subject, String detail) {
    Instant now = setting.clock().instant().truncatedTo(ChronoUnit.MICROS);
    return new Entry(
        now,
        setting.environment().name(),
        setting.me().name(),
        setting.me().login(),
        action,
        subject,
        Entry.Outcome.DONE,
        detail);
  }
}
