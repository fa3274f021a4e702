package tech.atoms.opsdesk.monitor;

/** Names of the sources that carry no metric of the catalogue. */
final class Sources {
  static final String AUTH = "Auth";
  static final String CORS = "CORS";

  private Sources() {}
}
