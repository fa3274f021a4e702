package tech.atoms.opsdesk.database;

/**
 * Which application sessions, and in which order.
 *
 * @param filter which
 * @param userPrefix only users whose address begins so, letter by letter (and in lower case);
 *     empty: all
 * @param order ignored where a prefix is given (then by user) and for users near or over the limit
 *     (then most sessions first)
 */
public record AppSessionQuery(Filter filter, String userPrefix, Order order) {

  /** Everything, soonest to expire first. */
  public static final AppSessionQuery ALL =
      new AppSessionQuery(Filter.ALL, "", Order.EXPIRES_SOONEST);

  /** Which sessions. */
  public enum Filter {
    /** Every row. */
    ALL,
    /**
     * Live sessions of users near, at or over the limit, see {@link AppSessionCounts#nearLimit}.
     */
    NEAR_LIMIT,
    /** Live sessions of users over the limit. */
    OVER_LIMIT,
    /** Live, without activity for more than an hour. */
    IDLE,
    /** Expired but still in the table. */
    EXPIRED,
    /** Without a user, or with one that does not exist. */
    ORPHANS
  }

  /** In which order. */
  public enum Order {
    /** Expired ones first. */
    EXPIRES_SOONEST,
    /** Newest first. */
    EXPIRES_LATEST,
    /** By address, in the database's collation. */
    USER
  }
}
