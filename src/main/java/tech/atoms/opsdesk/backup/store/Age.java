package tech.atoms.opsdesk.backup.store;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.common.NativeCrypto;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Secret;

/**
 * Encrypts and decrypts as age does (age-encryption.org/v1): authenticated chunks of 64 KiB, of
 * which the last is marked, so that what is cut short does not pass.
 */
public final class Age {
  private Age() {}

  /**
   * A stream that encrypts into another; closing it writes the last chunk and closes the other.
   *
   * @param recipients public keys, at least one
   * @throws ProblemException where one is no public key of age
   */
  public static OutputStream encrypting(OutputStream to, List<String> recipients)
      throws IOException {
    List<RecipientStanzaWriter> writers = new ArrayList<>();
    for (String recipient : recipients) {
      try {
        writers.add(X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient));
      } catch (GeneralSecurityException | RuntimeException e) {
        throw new ProblemException(
            new Problem(
                "A recipient of backups is no public key of age",
                recipient,
                "its checksum does not fit",
                "Copy the line that age-keygen prints: public key: age1…"),
            e);
      }
    }
    try {
      return Channels.newOutputStream(
          NativeCrypto.provider()
              .map(StandardEncryptingChannelFactory::new)
              .orElseGet(StandardEncryptingChannelFactory::new)
              .newEncryptingChannel(Channels.newChannel(to), writers));
    } catch (GeneralSecurityException e) {
      throw new IOException("nothing can be encrypted here", e);
    }
  }

  /**
   * A stream of what was encrypted. Reading it fails where the file was changed or cut short.
   *
   * @param identity a secret key of age
   * @throws ProblemException where the key is none, or not one of those it is encrypted for
   */
  public static InputStream decrypting(InputStream from, Secret identity) throws IOException {
    RecipientStanzaReader reader;
    try {
      reader = X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity.reveal());
    } catch (GeneralSecurityException | RuntimeException e) {
      throw unfit("the secret that backup.identity names is no secret key of age");
    }
    try {
      return Channels.newInputStream(
          NativeCrypto.provider()
              .map(StandardDecryptingChannelFactory::new)
              .orElseGet(StandardDecryptingChannelFactory::new)
              .newDecryptingChannel(Channels.newChannel(from), List.of(reader)));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw unfit("it is encrypted for other keys, or its head was changed");
    }
  }

  /** Without a cause: it may tell of the key. */
  private static ProblemException unfit(String why) {
    return new ProblemException(
        new Problem(
            "The archive cannot be decrypted",
            "backup.identity",
            why,
            "Give the secret key of one of the recipients in the manifest"));
  }
}
