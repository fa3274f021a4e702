package tech.atoms.opsdesk.database;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.database.DatabaseException.Kind;

/**
 * The last row of a page: where the next one begins. Opaque to others; carries a checksum and the
 * query it belongs to, so that a damaged or mixed-up cursor is refused instead of skipping rows.
 *
 * @param expiresAt of the last row
 * @param id of the last row
 * @param user address of its user, for lists by user; else empty
 * @param rank sessions of its user when the list was made, for lists by number; else 0
 * @param userId its user, for lists by number; else the nil UUID
 */
record PageCursor(Instant expiresAt, UUID id, String user, int rank, UUID userId) {
  private static final byte VERSION = 1;
  private static final int FIXED = 1 + 4 + 12 + 16 + 4 + 16;
  static final UUID NIL = new UUID(0, 0);

  String encode(AppSessionQuery query) {
    byte[] name = user.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(FIXED + name.length + 4);
    bytes.put(VERSION).putInt(fingerprint(query));
    bytes.putLong(expiresAt.getEpochSecond()).putInt(expiresAt.getNano());
    put(bytes, id);
    bytes.putInt(rank);
    put(bytes, userId);
    bytes.put(name);
    bytes.putInt(checksum(bytes.array(), bytes.position()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  static PageCursor decode(String text, AppSessionQuery query) {
    try {
      byte[] raw = Base64.getUrlDecoder().decode(text);
      ByteBuffer bytes = ByteBuffer.wrap(raw);
      if (raw.length < FIXED + 4
          || bytes.get() != VERSION
          || ByteBuffer.wrap(raw, raw.length - 4, 4).getInt() != checksum(raw, raw.length - 4)) {
        throw refused("it is damaged, or was not made by this desk");
      }
      if (bytes.getInt() != fingerprint(query)) {
        throw refused("it belongs to a list with another filter or order");
      }
      Instant expiresAt = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
      UUID id = new UUID(bytes.getLong(), bytes.getLong());
      int rank = bytes.getInt();
      UUID userId = new UUID(bytes.getLong(), bytes.getLong());
      String user =
          new String(raw, bytes.position(), raw.length - FIXED - 4, StandardCharsets.UTF_8);
      return new PageCursor(expiresAt, id, user, rank, userId);
    } catch (IllegalArgumentException | BufferUnderflowException | DateTimeException e) {
      throw refused("it is damaged, or was not made by this desk");
    }
  }

  private static void put(ByteBuffer bytes, UUID id) {
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static int fingerprint(AppSessionQuery query) {
    byte[] words =
        String.join(
                "\n",
                query.filter().name(),
                query.order().name(),
                query.userPrefix(),
                query.client(),
                query.expiry().name())
            .getBytes(StandardCharsets.UTF_8);
    return checksum(words, words.length);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static DatabaseException refused(String why) {
    return new DatabaseException(
        Kind.BAD_CURSOR,
        new Problem(
            "The cursor cannot be used",
            "the list of application sessions",
            why,
            "start again from the first page, or use the cursor with the options it came from"),
        null);
  }
}
