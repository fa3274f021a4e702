package tech.atoms.opsdesk.database;

import java.sql.SQLException;
import java.time.Instant;

/**
 * What the desk must know about the session tables before it may trust their rows.
 *
 * @param userAlwaysExists a validated foreign key keeps sessions of missing users out
 * @param at the database's time when it told this
 */
record SchemaFacts(boolean userAlwaysExists, Instant at) {

  /** Rows that row-level security hides would look like no rows: zero where there are no rights. */
  private static final String HIDDEN_BY_POLICY =
      """
      with wanted as (select unnest(array['public.atoms_sessions', 'public.atoms_users']) as name),
      policy as (
        select w.name, p.polpermissive as permissive, pg_catalog.pg_get_expr(p.polqual, p.polrelid) as qual
        from wanted w join pg_catalog.pg_policy p on p.polrelid = w.name::regclass
        where p.polcmd in ('r', '*')
          and (0 = any(p.polroles)
               or exists (select from unnest(p.polroles) r where r <> 0 and pg_catalog.pg_has_role(r, 'usage'))))
      select coalesce(string_agg(w.name, ', ' order by w.name), '')
      from wanted w
      where pg_catalog.row_security_active(w.name)
        and not (exists (select from policy p where p.name = w.name and p.permissive and p.qual = 'true')
                 and not exists (select from policy p where p.name = w.name and not p.permissive))
      """;

  private static final String FOREIGN_KEY =
      """
      select exists (
        select from pg_catalog.pg_constraint c
        where c.contype = 'f' and c.convalidated
          and c.conrelid = 'public.atoms_sessions'::regclass and c.confrelid = 'public.atoms_users'::regclass
          and c.conkey = array[(select attnum from pg_catalog.pg_attribute
                                where attrelid = c.conrelid and attname = 'user_id')]) as always, now() as at
      """;

  static SchemaFacts read(Read read, DatabaseProblems problems) throws SQLException {
    String hidden = read.one(HIDDEN_BY_POLICY, row -> row.getString(1));
    if (!hidden.isEmpty()) {
      throw problems.noRights(
          "the application sessions",
          "row-level security hides rows of " + hidden + " from this role",
          null);
    }
    return read.one(
        FOREIGN_KEY, row -> new SchemaFacts(row.getBoolean("always"), Read.instantOf(row, "at")));
  }
}
