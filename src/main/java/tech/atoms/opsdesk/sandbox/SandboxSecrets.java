package tech.atoms.opsdesk.sandbox;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.HexFormat;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.sandbox.database.Accounts;

/** Names of the secrets' files. */
final class SandboxSecrets {
  static final String PLATFORM_TOKEN = "platform-token";
  static final String USER_TOKEN = "user-token";

  /** A token of the same user that has expired, for whoever checks that such a one is refused. */
  static final String EXPIRED_TOKEN = "expired-token";

  /** The address of the webhook that keeps what it is sent. */
  static final String INBOX_URL = "inbox-url";

  /** The secret key that opens backups. */
  static final String BACKUP_IDENTITY = "backup-identity";

  /** The access token of the database's own platform. */
  static final String SUPABASE_TOKEN = "supabase-token";

  /** The public key that backups are encrypted for. */
  static final String BACKUP_RECIPIENT = "backup-recipient";

  /** What manifests of backups are sealed with. */
  static final String BACKUP_KEY = "backup-signing-key";

  private SandboxSecrets() {}

  /** Makes the keys of backups where there are none; returns the public one. */
  static String backupRecipient(SecretFiles files) throws IOException {
    files.get(BACKUP_KEY);
    if (!Files.exists(files.file(BACKUP_IDENTITY))) {
      try {
        KeyPair keys = new X25519KeyPairGenerator().generateKeyPair();
        files.write(BACKUP_RECIPIENT, keys.getPublic().toString());
        files.write(BACKUP_IDENTITY, keys.getPrivate().toString());
      } catch (GeneralSecurityException e) {
        throw new IOException("no key can be made here", e);
      }
    }
    return files.get(BACKUP_RECIPIENT).reveal();
  }

  /** Of the form that Supabase's own command line wants. */
  static Secret supabaseToken(SecretFiles files) throws IOException {
    if (!Files.exists(files.file(SUPABASE_TOKEN))) {
      byte[] bytes = new byte[20];
      new SecureRandom().nextBytes(bytes);
      files.write(SUPABASE_TOKEN, "sbp_" + HexFormat.of().formatHex(bytes));
    }
    return files.get(SUPABASE_TOKEN);
  }

  static Accounts accounts(SecretFiles files) throws IOException {
    return new Accounts(
        files.get(Accounts.SUPERUSER),
        files.get(Accounts.ADMIN),
        files.get(Accounts.SERVER),
        files.get(Accounts.READER),
        files.get(Accounts.OPERATOR));
  }

  /** Without dashes, also where an older sandbox made one: the command line refuses them. */
  static Secret platformToken(SecretFiles files) throws IOException {
    String token = files.get(PLATFORM_TOKEN).reveal();
    if (token.contains("-")) {
      files.write(PLATFORM_TOKEN, token.replace('-', '_'));
    }
    return files.get(PLATFORM_TOKEN);
  }
}
