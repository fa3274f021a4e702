package tech.atoms.opsdesk.checklist.template;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One item of the checklist.
 *
 * @param id e.g. {@code ENV-01}, unique over all templates
 * @param template the template's name
 * @param section the section's id
 * @param text as the specification has it; its first line
 * @param more further lines of the specification; mostly empty
 * @param kind who answers it
 * @param asks what is asked for, for a person; may be empty
 * @param awaits what this version of the desk lacks to answer it, e.g. "alert rules"; may be empty
 * @param owner the role that has to see to it, e.g. "security"
 * @param validFor how long a person's tick counts; null: until it is taken back
 * @param ofDeployment whether a tick counts for the deployment that it was made for alone
 * @param signedBy the role that signs it; null: it is no sign-off
 * @param sums what it sums up, beside its own checks
 * @param covers what a sign-off vouches for; nothing named: everything that is no sign-off
 */
public record Item(
    String id,
    String template,
    String section,
    String text,
    List<String> more,
    Kind kind,
    String asks,
    String awaits,
    String owner,
    @Nullable Duration validFor,
    boolean ofDeployment,
    @Nullable String signedBy,
    Parts sums,
    Parts covers) {

  /** Copies the list. */
  public Item {
    more = List.copyOf(more);
  }

  /** Whether a role signs it. */
  public boolean isSignOff() {
    return signedBy != null;
  }
}
