package tech.atoms.opsdesk.backup.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tech.atoms.opsdesk.environment.Secret;

/** Documents beside an archive, as JSON with a seal (HMAC-SHA-256) of who holds the key. */
final class Sealed {
  private static final String ALGORITHM = "HmacSHA256";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private Sealed() {}

  static byte[] json(Object document) {
    try {
      return JSON.writeValueAsBytes(document);
    } catch (JacksonException e) {
      throw new IllegalStateException("a record is no JSON", e);
    }
  }

  static <T> T read(byte[] json, Class<T> type) throws JacksonException {
    try {
      return JSON.readValue(json, type);
    } catch (JacksonException e) {
      throw e;
    } catch (java.io.IOException e) {
      throw new IllegalStateException("bytes in memory cannot be read", e);
    }
  }

  /** The seal, 64 hexadecimal digits. */
  static String seal(byte[] json, Secret key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(json));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  static boolean isSealed(byte[] json, String seal, Secret key) {
    return MessageDigest.isEqual(
        seal.strip().getBytes(StandardCharsets.US_ASCII),
        seal(json, key).getBytes(StandardCharsets.US_ASCII));
  }
}
