package tech.atoms.opsdesk.database;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * Some application sessions, said so that the same are meant a minute later: sessions that begin or
 * expire after the instant of a choice are not of it.
 */
public sealed interface SessionChoice {
  /** Most sessions that are chosen by id. */
  int MOST = 1_000;

  /**
   * Those of some ids.
   *
   * @param ids at least one, at most {@link #MOST}
   */
  record Ids(List<UUID> ids) implements SessionChoice {
    /** Copies the list. */
    public Ids {
      ids = List.copyOf(ids);
    }
  }

  /**
   * All of a user's that had begun by an instant.
   *
   * @param email the user's address, whole
   * @param until the instant, by the database's clock
   */
  record OfUser(String email, Instant until) implements SessionChoice {}

  /**
   * All that had expired by an instant.
   *
   * @param until the instant, by the database's clock
   */
  record Expired(Instant until) implements SessionChoice {}

  /** As {@link #parse} reads it. */
  default String word() {
    return switch (this) {
      case Ids some ->
          "ids:" + some.ids().stream().map(UUID::toString).collect(Collectors.joining(","));
      case OfUser user -> "user:" + user.until() + ":" + user.email();
      case Expired expired -> "expired:" + expired.until();
    };
  }

  /**
   * Reads a choice: {@code ids:ID,ID}, {@code user:ADDRESS}, {@code expired}, or with the instant
   * that {@link #word} writes.
   *
   * @param now the instant of a choice that has none
   * @throws ProblemException where it is none
   */
  static SessionChoice parse(String text, Instant now) {
    try {
      if (text.startsWith("ids:")) {
        List<UUID> ids = new ArrayList<>();
        for (String id : text.substring("ids:".length()).split(",", -1)) {
          ids.add(UUID.fromString(id.strip()));
        }
        if (ids.size() <= MOST) {
          return new Ids(ids);
        }
      } else if (text.startsWith("user:")) {
        String rest = text.substring("user:".length());
        int end = rest.indexOf("Z:");
        boolean dated = end > 0 && rest.matches("\\d{4}-\\d\\d-\\d\\dT[^ ]*");
        String email = dated ? rest.substring(end + 2) : rest;
        if (!email.isBlank()) {
          return new OfUser(email, dated ? Instant.parse(rest.substring(0, end + 1)) : now);
        }
      } else if (text.equals("expired")) {
        return new Expired(now);
      } else if (text.startsWith("expired:")) {
        return new Expired(Instant.parse(text.substring("expired:".length())));
      }
    } catch (IllegalArgumentException | DateTimeException notOne) {
      // Told below.
    }
    throw new ProblemException(
        new Problem(
            "These are no sessions",
            text.length() > 100 ? text.substring(0, 100) + "…" : text,
            "it must be ids:ID,ID (1 to " + MOST + "), user:ADDRESS or expired",
            "See 'opsdesk sessions list'"));
  }

  /** The condition over {@code public.atoms_sessions s}, with one {@code ?} or two. */
  default String condition() {
    return switch (this) {
      case Ids _ -> "s.id = any (?)";
      case OfUser _ ->
          "s.user_id = (select u.id from public.atoms_users u where u.email = ?)"
              + " and (s.created_at is null or s.created_at <= ?)";
      case Expired _ -> "s.expires_at <= ?";
    };
  }

  /** What stands for its {@code ?}: collections, texts and times with offset. */
  default List<Object> values() {
    return switch (this) {
      case Ids some -> List.of(some.ids());
      case OfUser user -> List.of(user.email(), user.until().atOffset(ZoneOffset.UTC));
      case Expired expired -> List.of(expired.until().atOffset(ZoneOffset.UTC));
    };
  }
}
