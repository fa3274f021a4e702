package tech.atoms.opsdesk.audit;

import java.nio.charset.StandardCharsets;
import tech.atoms.opsdesk.common.Sha256;

/**
 * A row of the audit trail.
 *
 * @param seq its number, from 1, without gaps
 * @param entry what happened
 * @param host the machine of the desk
 * @param previous the hash of the row before; {@link #NONE} for the first
 * @param hash over all of it, 64 hexadecimal digits
 */
public record Line(long seq, Entry entry, String host, String previous, String hash) {
  /** Stands where the hash of the row before would. */
  public static final String NONE = "0".repeat(64);

  /** The row that follows another one. */
  static Line after(long seq, String previous, Entry entry, String host) {
    return new Line(seq, entry, host, previous, hash(seq, entry, host, previous));
  }

  /** Whether its hash is that of what stands in it. */
  public boolean isWhole() {
    return hash.equals(hash(seq, entry, host, previous));
  }

  /**
   * Each member with its name and its length, so that no two rows have the same form: the lengths
   * are bytes of UTF-8.
   */
  static String canonical(long seq, Entry entry, String host, String previous) {
    StringBuilder text = new StringBuilder("opsdesk audit 1\n");
    member(text, "seq", Long.toString(seq));
    member(text, "at", entry.at().toString());
    member(text, "environment", entry.environment());
    member(text, "actor", entry.actor());
    member(text, "login", entry.login());
    member(text, "host", host);
    member(text, "action", entry.action());
    member(text, "subject", entry.subject());
    member(text, "outcome", entry.outcome().word());
    member(text, "detail", entry.detail());
    member(text, "previous", previous);
    return text.toString();
  }

  private static void member(StringBuilder text, String name, String value) {
    text.append(name)
        .append(' ')
        .append(value.getBytes(StandardCharsets.UTF_8).length)
        .append(' ')
        .append(value)
        .append('\n');
  }

  private static String hash(long seq, Entry entry, String host, String previous) {
    return Sha256.hex(canonical(seq, entry, host, previous));
  }
}
