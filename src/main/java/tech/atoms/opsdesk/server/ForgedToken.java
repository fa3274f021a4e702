package tech.atoms.opsdesk.server;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** A token that every sound server refuses twice: it has expired, and nobody has signed it. */
final class ForgedToken {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private ForgedToken() {}

  /** A JWT for a server that expired an hour before {@code now}. */
  static String expired(URI audience, Instant now) {
    long expired = now.minus(Duration.ofHours(1)).getEpochSecond();
    String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"opsdesk-probe\"}";
    String claims =
        "{\"iss\":\"https://opsdesk.invalid\",\"sub\":\"opsdesk-probe\",\"aud\":\""
            + audience
            + "\",\"iat\":"
            + (expired - 60)
            + ",\"exp\":"
            + expired
            + "}";
    return part(header) + "." + part(claims) + "." + part("not a signature");
  }

  private static String part(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
