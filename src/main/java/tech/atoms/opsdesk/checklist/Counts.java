package tech.atoms.opsdesk.checklist;

import java.util.Collection;
import tech.atoms.opsdesk.checklist.state.Result;

/**
 * How many items stand how.
 *
 * @param total all of them
 * @param done pass or attested
 * @param failed fail, or with a waiver that expired
 * @param waived with a waiver that counts
 * @param open unknown, stale, not evaluated, or awaiting a person
 * @param notApplicable not applicable
 */
public record Counts(int total, int done, int failed, int waived, int open, int notApplicable) {

  /** Counts results. */
  public static Counts of(Collection<Result> results) {
    int done = 0;
    int failed = 0;
    int waived = 0;
    int open = 0;
    int notApplicable = 0;
    for (Result result : results) {
      switch (result.state()) {
        case PASS, ATTESTED -> done++;
        case FAIL, WAIVER_EXPIRED -> failed++;
        case WAIVED -> waived++;
        case UNKNOWN, STALE, NOT_EVALUATED, AWAITING -> open++;
        case NOT_APPLICABLE -> notApplicable++;
      }
    }
    return new Counts(results.size(), done, failed, waived, open, notApplicable);
  }
}
