package tech.atoms.opsdesk.checklist.report;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tech.atoms.opsdesk.common.PrivateFiles;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Sha256;

/** The desk's own key, with which it signs dossiers: Ed25519, in a file of its owner alone. */
public final class DossierKey {
  private static final String ALGORITHM = "Ed25519";
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN (PRIVATE|PUBLIC) KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END");

  private final PrivateKey secret;
  private final PublicKey open;

  private DossierKey(PrivateKey secret, PublicKey open) {
    this.secret = secret;
    this.open = open;
  }

  /**
   * The key of a data directory; made where there is none.
   *
   * @throws ProblemException where it cannot be read or made
   */
  public static DossierKey in(Path data) {
    Path file = data.resolve("dossier-key.pem");
    try {
      if (!Files.exists(file)) {
        KeyPair made = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        String text =
            pem("PRIVATE", made.getPrivate().getEncoded())
                + pem("PUBLIC", made.getPublic().getEncoded());
        try {
          PrivateFiles.write(file, text, false);
        } catch (FileAlreadyExistsException other) {
          return read(file); // another desk was quicker
        }
      }
      return read(file);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ProblemException(
          new Problem(
              "The key for dossiers cannot be used",
              file.toString(),
              e instanceof IOException ? "the file cannot be read or written" : "it is no key",
              "See that the file is yours and whole; without it the desk makes a new key, and"
                  + " dossiers then bear another fingerprint"),
          e);
    }
  }

  private static DossierKey read(Path file) throws IOException, GeneralSecurityException {
    Matcher block = BLOCK.matcher(Files.readString(file));
    PrivateKey secret = null;
    PublicKey open = null;
    KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
    while (block.find()) {
      byte[] bytes = Base64.getMimeDecoder().decode(block.group(2));
      if (block.group(1).equals("PRIVATE")) {
        secret = factory.generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } else {
        open = factory.generatePublic(new X509EncodedKeySpec(bytes));
      }
    }
    if (secret == null || open == null) {
      throw new IllegalArgumentException("no key");
    }
    return new DossierKey(secret, open);
  }

  /** Signs; 64 bytes. */
  byte[] sign(byte[] text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(secret);
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public key as others read it. */
  String publicPem() {
    return pem("PUBLIC", open.getEncoded());
  }

  /** Names the key: SHA-256 of the public key, 64 hexadecimal digits. */
  public String fingerprint() {
    return fingerprint(open.getEncoded());
  }

  static String fingerprint(byte[] encoded) {
    return Sha256.hex(encoded);
  }

  /** Whether a text was signed with the key of a PEM file; false where that is no key too. */
  static boolean isSignedBy(byte[] encoded, byte[] text, byte[] signed) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The key of a PEM file; empty where it has none. */
  static byte[] decoded(String pem) {
    Matcher block = BLOCK.matcher(pem);
    return block.find() && block.group(1).equals("PUBLIC")
        ? Base64.getMimeDecoder().decode(block.group(2))
        : new byte[0];
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN "
        + kind
        + " KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + kind
        + " KEY-----\n";
  }
}
