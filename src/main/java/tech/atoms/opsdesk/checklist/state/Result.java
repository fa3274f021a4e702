package tech.atoms.opsdesk.checklist.state;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.checklist.template.Item;

/**
 * How one item stands, and why.
 *
 * @param item which
 * @param state how it stands
 * @param under how it would stand without its waiver; the same where it has none
 * @param reason one line, e.g. "expected …, found …", without secrets
 * @param at when it was last looked at; null: never
 * @param until when the answer counts no more (evidence, tick, waiver); null: no end is known
 * @param findings what its checks found last, worst first; may be empty
 * @param checks ids of the checks that answer it; may be empty
 * @param tick a person's tick, whether or not it still counts; null: none
 * @param waiver its waiver, whether or not it still counts; null: none
 * @param signature its signature, whether or not it still counts; null: none
 */
public record Result(
    Item item,
    State state,
    State under,
    String reason,
    @Nullable Instant at,
    @Nullable Instant until,
    List<Recorded> findings,
    List<String> checks,
    @Nullable Tick tick,
    @Nullable Waiver waiver,
    @Nullable Signature signature) {

  /** Copies the lists. */
  public Result {
    findings = List.copyOf(findings);
    checks = List.copyOf(checks);
  }
}
