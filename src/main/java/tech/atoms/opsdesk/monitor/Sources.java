package tech.atoms.opsdesk.monitor;

/** Names of the sources that the catalogue of metrics does not name. */
final class Sources {
  /** Sign-in: the challenge, the documents behind it, the signing keys. */
  static final String AUTH = "Auth";

  /** Cross-origin headers. */
  static final String CORS = "CORS";

  /** Counts of application sessions: a scan, so apart from the quick look at the database. */
  static final String SESSIONS = "Sessions";

  private Sources() {}
}
