package tech.atoms.opsdesk.sandbox.database;

import tech.atoms.opsdesk.environment.Secret;

/**
 * Passwords of the roles that can sign in.
 *
 * @param superuser of {@code supabase_admin}; stays inside the sandbox
 * @param admin of {@code postgres}, which is no superuser
 * @param server of {@code authenticator}, which the MCP server signs in with
 * @param reader of {@code desk_reader}, which sees everything and writes nothing
 * @param operator of {@code desk_operator}, which ends sessions and nothing else
 */
public record Accounts(
    Secret superuser, Secret admin, Secret server, Secret reader, Secret operator) {
  /** Internal superuser. */
  public static final String SUPERUSER = "supabase_admin";

  /** Owner of the tables. */
  public static final String ADMIN = "postgres";

  /** What the MCP server signs in as, to become {@code service_role}. */
  public static final String SERVER = "authenticator";

  /** What the desk reads with. */
  public static final String READER = "desk_reader";

  /** What the desk's workflows end sessions with. */
  public static final String OPERATOR = "desk_operator";
}
