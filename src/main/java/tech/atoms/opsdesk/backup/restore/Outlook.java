package tech.atoms.opsdesk.backup.restore;

import java.util.List;
import tech.atoms.opsdesk.backup.Content;

/**
 * What a restore in place would meet.
 *
 * @param expected what would be in the tables afterwards
 * @param now what is in them
 * @param holders who holds one of the tables, in words: one that holds it for long keeps the
 *     restore out
 */
public record Outlook(Content expected, Content now, List<String> holders) {
  /** Copies the list. */
  public Outlook {
    holders = List.copyOf(holders);
  }
}
