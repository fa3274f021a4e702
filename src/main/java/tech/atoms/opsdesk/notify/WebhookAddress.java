package tech.atoms.opsdesk.notify;

import java.net.URI;
import java.net.URISyntaxException;
import tech.atoms.opsdesk.common.Loopback;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;

/** The address of a webhook. Whoever has it writes there, so it is a secret as a whole. */
public final class WebhookAddress {
  private static final int LIKE_A_SECRET = 16;

  private WebhookAddress() {}

  /**
   * Resolves and checks it. May block on the keyring.
   *
   * @throws ProblemException where it is missing, no https URL, or plain http to another machine
   */
  public static URI of(SecretRef ref, SecretResolver secrets) {
    String text = secrets.resolve(ref).reveal().strip();
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      // Its message holds the address.
      throw refused(ref, "it is no URL");
    }
    String host = url.getHost();
    String scheme = url.getScheme();
    if (host == null || !("https".equals(scheme) || "http".equals(scheme))) {
      throw refused(ref, "it is no https URL");
    }
    if (url.getRawUserInfo() != null) {
      throw refused(ref, "it holds a user or a password");
    }
    if ("http".equals(scheme) && !Loopback.is(host)) {
      throw refused(ref, "it is plain http, and not on this machine");
    }
    for (String part : new String[] {url.getRawPath(), url.getRawQuery()}) {
      if (part != null && part.length() >= LIKE_A_SECRET) {
        Masking.register(part);
      }
    }
    return url;
  }

  private static ProblemException refused(SecretRef ref, String why) {
    return new ProblemException(
        new Problem(
            "The channel's address cannot be used",
            ref.toString(),
            why,
            "Write the whole address there, as the other side gave it, starting with https://"));
  }
}
