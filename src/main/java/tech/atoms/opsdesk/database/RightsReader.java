package tech.atoms.opsdesk.database;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads {@link Rights} from the catalogue. */
final class RightsReader {
  private static final String ROLE =
      """
      select r.rolname::text as name, r.rolsuper, r.rolbypassrls, r.oid = 10 as first,
             concat_ws(', ', case when r.rolcreaterole then 'roles' end,
                             case when r.rolcreatedb then 'databases' end) as creates
      from pg_catalog.pg_roles r
      """;

  /** What people made: neither the system's nor a session's. */
  private static final String TABLES =
      """
      pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        and n.nspname <> 'information_schema' and n.nspname !~ '^pg_' and c.relkind in ('r', 'p')
      """;

  private static final String CHANGES = "'INSERT, UPDATE, DELETE, TRUNCATE'";

  private static final String WRITES =
      """
      select format('%%I.%%I', n.nspname, c.relname) from %s
      where pg_catalog.has_table_privilege(c.oid, %s)
         or pg_catalog.has_any_column_privilege(c.oid, 'INSERT, UPDATE')
      order by 1 limit 100
      """
          .formatted(TABLES, CHANGES);

  /** A role that is not inherited gives its rights to who becomes it. */
  private static final String BECOMES =
      """
      select r.rolname::text from pg_catalog.pg_roles r
      where r.rolname <> current_user and pg_catalog.pg_has_role(r.oid, 'member')
        and not (select me.rolsuper from pg_catalog.pg_roles me where me.rolname = current_user)
        and (r.rolsuper or r.rolname in ('pg_write_all_data', 'pg_write_server_files', 'pg_execute_server_program')
             or exists (select from %s where pg_catalog.has_table_privilege(r.oid, c.oid, %s)))
      order by 1
      """
          .formatted(TABLES, CHANGES);

  private static final String ROLES =
      """
      select r.rolname
        || coalesce(' (' || nullif(concat_ws(', ',
             case when r.rolsuper then 'superuser' end,
             case when r.rolbypassrls then 'bypassrls' end,
             case when r.rolcreaterole then 'createrole' end,
             case when r.rolcreatedb then 'createdb' end,
             case when r.rolreplication then 'replication' end,
             case when not r.rolcanlogin then 'no login' end), '') || ')', '')
        || coalesce(' in ' || (select string_agg(g.rolname, ', ' order by g.rolname)
             from pg_catalog.pg_auth_members m join pg_catalog.pg_roles g on g.oid = m.roleid
             where m.member = r.oid), '')
      from pg_catalog.pg_roles r where r.rolname !~ '^pg_' order by 1
      """;

  private static final String API =
      "select r.rolname::text from pg_catalog.pg_roles r where r.rolname in ('anon',"
          + " 'authenticated') order by 1";

  /**
   * Reading by a policy that is always true is what the policy says; changing by one is what
   * Supabase's own linter warns of. Views read as their owner unless they are told otherwise. What
   * an extension brought is its own affair.
   */
  private static final String OPENINGS =
      """
      with api as (select r.oid, r.rolname::text as role from pg_catalog.pg_roles r
                   where r.rolname in ('anon', 'authenticated')),
      command (word, letter, place) as (values ('SELECT', 'r', 1), ('INSERT', 'a', 2), ('UPDATE', 'w', 3), ('DELETE', 'd', 4)),
      relation as (
        select c.oid, c.relname::text as name, c.relkind as kind, c.relrowsecurity as rls,
               coalesce(lower(array_to_string(c.reloptions, ',')), '') ~ 'security_invoker=(true|on|1|yes)' as invoker
        from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm', 'f')
          and not exists (select from pg_catalog.pg_depend d
                          where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')),
      opened as (
        select t.name, api.role, k.word, k.place,
               case when t.kind = 'm' then 'a materialized view has no row-level security'
                    when t.kind = 'f' then 'a foreign table has no row-level security'
                    when t.kind = 'v' then case when t.invoker then null else 'a view that reads as its owner' end
                    when not t.rls then 'no row-level security'
                    when k.letter <> 'r' then
                      (select 'policy ' || min(p.polname::text) || ' is true for every row'
                       from pg_catalog.pg_policy p
                       where p.polrelid = t.oid and p.polpermissive and p.polcmd::text in (k.letter, '*')
                         and (0 = any(p.polroles) or api.oid = any(p.polroles))
                         and (k.letter = 'a' or coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), 'true') = 'true')
                         and (k.letter = 'd'
                              or coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid),
                                          pg_catalog.pg_get_expr(p.polqual, p.polrelid), 'true') = 'true')
                         and not exists (select from pg_catalog.pg_policy n where n.polrelid = t.oid and not n.polpermissive)
                       having count(*) > 0)
               end as why
        from relation t cross join api cross join command k
        where pg_catalog.has_table_privilege(api.oid, t.oid, k.word)
           or (k.letter <> 'd' and pg_catalog.has_any_column_privilege(api.oid, t.oid, k.word)))
      select name, role, why, string_agg(word, ', ' order by place) as commands
      from opened where why is not null group by name, role, why order by name, role, why
      """;

  private static final String TRUNCATES =
      """
      select r.rolname || ': ' || string_agg(c.relname, ', ' order by c.relname)
      from pg_catalog.pg_roles r cross join pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where r.rolname in ('anon', 'authenticated') and n.nspname = 'public' and c.relkind in ('r', 'p')
        and pg_catalog.has_table_privilege(r.oid, c.oid, 'TRUNCATE')
      group by r.rolname order by 1
      """;

  private RightsReader() {}

  static Rights read(Read read) throws SQLException {
    return new Rights(
        read.one(ROLE + " where r.rolname = current_user", RightsReader::role),
        read.list(WRITES, row -> row.getString(1)),
        read.list(BECOMES, row -> row.getString(1)),
        read.list(
            ROLE + " where r.rolsuper or r.rolbypassrls order by r.rolname", RightsReader::role),
        read.list(ROLES, row -> row.getString(1)),
        read.list(API, row -> row.getString(1)),
        read.list(
            OPENINGS,
            row ->
                new Rights.Opening(
                    row.getString("name"),
                    row.getString("role"),
                    row.getString("commands"),
                    row.getString("why"))),
        read.list(TRUNCATES, row -> row.getString(1)));
  }

  private static Rights.Role role(ResultSet row) throws SQLException {
    return new Rights.Role(
        row.getString("name"),
        row.getBoolean("rolsuper"),
        row.getBoolean("rolbypassrls"),
        row.getString("creates"),
        row.getBoolean("first"));
  }
}
