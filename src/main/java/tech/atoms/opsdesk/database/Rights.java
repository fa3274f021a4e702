package tech.atoms.opsdesk.database;

import java.util.List;

/**
 * Who may do what, as the catalogue tells it, which every role may read.
 *
 * @param desk the role that the desk reads with
 * @param writes tables that this role may change, with schema; at most 100
 * @param becomes roles that it may become and that are superusers or may change a table
 * @param strong superusers, and roles that row-level security does not hold back
 * @param roles every role that is not PostgreSQL's own, e.g. "anon (no login)"
 * @param api which of the roles {@code anon} and {@code authenticated} there are
 * @param openings what these two may reach past row-level security
 * @param truncates tables that these two may empty, which row-level security does not cover
 */
public record Rights(
    Role desk,
    List<String> writes,
    List<String> becomes,
    List<Role> strong,
    List<String> roles,
    List<String> api,
    List<Opening> openings,
    List<String> truncates) {

  /** Copies the lists. */
  public Rights {
    writes = List.copyOf(writes);
    becomes = List.copyOf(becomes);
    strong = List.copyOf(strong);
    roles = List.copyOf(roles);
    api = List.copyOf(api);
    openings = List.copyOf(openings);
    truncates = List.copyOf(truncates);
  }

  /**
   * A role.
   *
   * @param name its name
   * @param superuser whether nothing holds it back
   * @param bypassesRowSecurity whether row-level security does not hold it back
   * @param creates what else it may make, e.g. "roles, databases"; empty where nothing
   * @param first whether the server was set up with it, which makes it a superuser for good
   */
  public record Role(
      String name, boolean superuser, boolean bypassesRowSecurity, String creates, boolean first) {}

  /**
   * Something of schema {@code public} that a role of the API reaches past row-level security.
   *
   * @param relation table or view
   * @param role {@code anon} or {@code authenticated}
   * @param commands e.g. "SELECT, INSERT"
   * @param why e.g. "no row-level security"
   */
  public record Opening(String relation, String role, String commands, String why) {}
}
