package tech.atoms.opsdesk.database;

/**
 * Which application sessions, and in which order.
 *
 * @param filter which
 * @param userPrefix only users whose address begins so, letter by letter (and in lower case);
 *     empty: all
 * @param order ignored where a prefix is given (then by user) and for users near or over the limit
 *     (then most sessions first)
 * @param client only sessions of this client, as {@link AppSession#client} tells it; empty: of any
 * @param expiry only sessions that expire then
 */
public record AppSessionQuery(
    Filter filter, String userPrefix, Order order, String client, Expiry expiry) {

  /** Everything, soonest to expire first. */
  public static final AppSessionQuery ALL =
      new AppSessionQuery(Filter.ALL, "", Order.EXPIRES_SOONEST);

  /** Sessions of any client, whenever they expire. */
  public AppSessionQuery(Filter filter, String userPrefix, Order order) {
    this(filter, userPrefix, order, "", Expiry.ANY);
  }

  /** The same with another filter. */
  public AppSessionQuery with(Filter other) {
    return new AppSessionQuery(other, userPrefix, order, client, expiry);
  }

  /** The same with another beginning of the address. */
  public AppSessionQuery with(String otherPrefix) {
    return new AppSessionQuery(filter, otherPrefix, order, client, expiry);
  }

  /** The same in another order. */
  public AppSessionQuery with(Order other) {
    return new AppSessionQuery(filter, userPrefix, other, client, expiry);
  }

  /** The same for another expiry. */
  public AppSessionQuery with(Expiry other) {
    return new AppSessionQuery(filter, userPrefix, order, client, other);
  }

  /** The same for another client; empty: any. */
  public AppSessionQuery withClient(String other) {
    return new AppSessionQuery(filter, userPrefix, order, other, expiry);
  }

  /** Whether client or expiry leave something out. */
  public boolean isNarrowed() {
    return !client.isEmpty() || expiry != Expiry.ANY;
  }

  /** When sessions expire, seen from the instant of reading. */
  public enum Expiry {
    /** Whenever. */
    ANY,
    /** Live, and within an hour. */
    WITHIN_HOUR,
    /** Live, and within a day. */
    WITHIN_DAY,
    /** After more than a day. */
    LATER
  }

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
