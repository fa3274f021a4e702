package tech.atoms.opsdesk.sandbox;

import java.io.IOException;
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

  private SandboxSecrets() {}

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
