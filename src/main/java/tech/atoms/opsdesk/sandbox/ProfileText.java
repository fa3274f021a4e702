package tech.atoms.opsdesk.sandbox;

import java.net.URI;
import java.nio.file.Path;
import tech.atoms.opsdesk.sandbox.database.Accounts;
import tech.atoms.opsdesk.sandbox.platform.PlatformState;
import tech.atoms.opsdesk.sandbox.server.PublicPorts;
import tech.atoms.opsdesk.sandbox.supabase.SupabaseHandler;

/** Writes the profile that the desk opens a sandbox with. */
final class ProfileText {
  private ProfileText() {}

  /**
   * The profile; every secret is a reference to a file.
   *
   * @param server the MCP server
   * @param ports how the public reaches it
   * @param authority PEM file of who signed its certificate
   * @param platform the platform's API
   * @param databaseUrl libpq URL without user and password
   * @param secrets where the secrets are kept
   * @param checkout directory of the server's sources
   * @param envFile file of its variables
   * @param backups directory of backups
   * @param copies directory that they are copied to
   * @param recipient public key that they are encrypted for
   */
  static String of(
      URI server,
      PublicPorts ports,
      Path authority,
      URI platform,
      String databaseUrl,
      SecretFiles secrets,
      Path checkout,
      Path envFile,
      Path backups,
      Path copies,
      String recipient) {
    return """
    # Written by "opsdesk sandbox" at every start; changes are lost.
    environments:
      - name: sandbox
        kind: sandbox
        server:
          baseUrl: %s
          token: %s
          expiredToken: %s
          publicUrl: %s
          plainUrl: %s
          caFile: %s
        database:
          url: %s
          user: %s
          password: %s
          sslmode: disable
          write:
            user: %s
            password: %s
        platform:
          apiUrl: %s
          project: %s
          team: %s
          token: %s
        supabase:
          apiUrl: %s
          project: %s
          token: %s
        source:
          checkout: %s
          envFile: %s
        backup:
          directory: %s
          recipients: [%s]
          identity: %s
          signingKey: %s
          copies:
            - {name: eu-west-1, directory: %s}
          restore:
            user: %s
            password: %s
        people:
          - name: %s
            login: %s
            roles: [engineering, security, operations, support, documentation, recovery,
              communication, monitoring, on-call, product]
        policy:
          mayChange: [operations]
          typedConfirmation: false
          budgets: {databaseConnections: 2, requestsPerMinute: 120}
        contacts:
          onCall: {primary: "+1-555-0100", secondary: "+1-555-0101", escalation: "+1-555-0102"}
          teams:
            engineering: {slack: "#atoms-engineering", email: engineering@atoms.tech}
            operations: {slack: "#atoms-ops", email: ops@atoms.tech}
            security: {slack: "#atoms-security", email: security@atoms.tech}
        channels:
          - {name: inbox, kind: webhook, url: %s, token: %s}
        notify:
          runs: [inbox]
    """
        .formatted(
            server,
            quoted("file:" + path(secrets, SandboxSecrets.USER_TOKEN)),
            quoted("file:" + path(secrets, SandboxSecrets.EXPIRED_TOKEN)),
            ports.httpsUrl(),
            ports.plainUrl(),
            quoted(authority.toString()),
            quoted(databaseUrl),
            Accounts.READER,
            quoted("file:" + path(secrets, Accounts.READER)),
            Accounts.OPERATOR,
            quoted("file:" + path(secrets, Accounts.OPERATOR)),
            platform,
            PlatformState.PROJECT_ID,
            PlatformState.TEAM_ID,
            quoted("file:" + path(secrets, SandboxSecrets.PLATFORM_TOKEN)),
            platform,
            SupabaseHandler.PROJECT,
            quoted("file:" + path(secrets, SandboxSecrets.SUPABASE_TOKEN)),
            quoted(checkout.toString()),
            quoted(envFile.toString()),
            quoted(backups.toString()),
            quoted(recipient),
            quoted("file:" + path(secrets, SandboxSecrets.BACKUP_IDENTITY)),
            quoted("file:" + path(secrets, SandboxSecrets.BACKUP_KEY)),
            quoted(copies.toString()),
            Accounts.ADMIN,
            quoted("file:" + path(secrets, Accounts.ADMIN)),
            quoted(login()),
            quoted(login()),
            quoted("file:" + path(secrets, SandboxSecrets.INBOX_URL)),
            quoted("file:" + path(secrets, SandboxSecrets.PLATFORM_TOKEN)));
  }

  /** Whoever started the sandbox holds every role in it. */
  private static String login() {
    String login = System.getProperty("user.name", "").strip();
    return login.isEmpty() ? "operator" : login;
  }

  private static Path path(SecretFiles secrets, String name) {
    return secrets.file(name).toAbsolutePath();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
