package tech.atoms.opsdesk.sandbox.server;

/**
 * The tables and indexes of specification 3.1 and what the server keeps besides, with the
 * database's own UUIDs.
 */
public final class SpecificationTables {
  private static final String[] ALL = {
    "CREATE SCHEMA sandbox",
    "CREATE TABLE sandbox.seen_tokens (token_hash TEXT PRIMARY KEY, forget_at TIMESTAMPTZ NOT"
        + " NULL)",
    """
    CREATE TABLE atoms_users (
      id UUID PRIMARY KEY DEFAULT gen_random_uuid(), email TEXT UNIQUE NOT NULL,
      created_at TIMESTAMPTZ DEFAULT now(), updated_at TIMESTAMPTZ DEFAULT now())
    """,
    """
    CREATE TABLE atoms_workspaces (
      id UUID PRIMARY KEY DEFAULT gen_random_uuid(), name TEXT NOT NULL,
      owner_id UUID REFERENCES atoms_users(id),
      created_at TIMESTAMPTZ DEFAULT now(), updated_at TIMESTAMPTZ DEFAULT now())
    """,
    """
    CREATE TABLE atoms_entities (
      id UUID PRIMARY KEY DEFAULT gen_random_uuid(), workspace_id UUID REFERENCES atoms_workspaces(id),
      type TEXT NOT NULL, name TEXT NOT NULL, metadata JSONB DEFAULT '{}',
      created_at TIMESTAMPTZ DEFAULT now(), updated_at TIMESTAMPTZ DEFAULT now())
    """,
    """
    CREATE TABLE atoms_relationships (
      id UUID PRIMARY KEY DEFAULT gen_random_uuid(), source_id UUID REFERENCES atoms_entities(id),
      target_id UUID REFERENCES atoms_entities(id), type TEXT NOT NULL,
      metadata JSONB DEFAULT '{}', created_at TIMESTAMPTZ DEFAULT now())
    """,
    """
    CREATE TABLE atoms_sessions (
      id UUID PRIMARY KEY DEFAULT gen_random_uuid(), user_id UUID REFERENCES atoms_users(id),
      token_hash TEXT NOT NULL, expires_at TIMESTAMPTZ NOT NULL,
      created_at TIMESTAMPTZ DEFAULT now(), last_activity TIMESTAMPTZ DEFAULT now(),
      metadata JSONB DEFAULT '{}')
    """,
    "CREATE INDEX idx_sessions_user_id ON atoms_sessions(user_id)",
    "CREATE INDEX idx_sessions_token_hash ON atoms_sessions(token_hash)",
    "CREATE INDEX idx_sessions_expires_at ON atoms_sessions(expires_at)",
    "CREATE INDEX idx_entities_workspace_id ON atoms_entities(workspace_id)",
    "CREATE INDEX idx_entities_type ON atoms_entities(type)",
    "CREATE INDEX idx_relationships_source ON atoms_relationships(source_id)",
    "CREATE INDEX idx_relationships_target ON atoms_relationships(target_id)"
  };

  private SpecificationTables() {}

  /** The statements that make them. */
  public static String[] all() {
    return ALL.clone();
  }
}
