package tech.atoms.opsdesk.checklist.report;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Chain;
import tech.atoms.opsdesk.audit.Line;
import tech.atoms.opsdesk.checklist.state.Results;
import tech.atoms.opsdesk.checklist.state.Signature;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * What a look at a dossier finds, without any network or store.
 *
 * @param whole whether nothing is wrong
 * @param fingerprint of the key that it brings; empty where it brings none. A dossier that somebody
 *     forged as a whole bears another one: hold it against that of the desk
 * @param environment as its manifest says; empty where it has none
 * @param deployment the id, as its manifest says; empty: none
 * @param verdict as its manifest says; empty where it has none
 * @param files how many files match their hash
 * @param wrong what is wrong, one line each
 */
public record DossierCheck(
    boolean whole,
    String fingerprint,
    String environment,
    String deployment,
    String verdict,
    int files,
    List<String> wrong) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private static final int MOST_FILES = 2_000;
  private static final int LARGEST = 64 << 20;
  private static final long MOST_BYTES = 512L << 20;

  /** Copies the list. */
  public DossierCheck {
    wrong = List.copyOf(wrong);
  }

  /**
   * Looks at a file.
   *
   * @throws ProblemException where it cannot be read, or is no dossier
   */
  public static DossierCheck of(Path file) {
    Map<String, byte[]> files;
    try {
      files = read(file);
    } catch (IOException | IllegalArgumentException e) {
      throw refused(file, "it is no archive, or damaged", e);
    }
    byte[] manifest = files.get(Dossier.MANIFEST);
    if (manifest == null) {
      throw refused(file, "it has no " + Dossier.MANIFEST, null);
    }
    List<String> wrong = new ArrayList<>();
    JsonNode root;
    try {
      root = JSON.readTree(manifest);
    } catch (IOException e) {
      throw refused(file, "its manifest cannot be read", e);
    }
    if (!root.path("format").asText().equals(Dossier.FORMAT)) {
      wrong.add("the manifest is of no format that is known");
    }
    String fingerprint = signature(files, manifest, root, wrong);
    int matching = hashes(files, root, wrong);
    audit(files, root, wrong);
    signOffs(files, wrong);
    return new DossierCheck(
        wrong.isEmpty(),
        fingerprint,
        root.path("environment").asText(""),
        root.path("deployment").path("id").asText(""),
        root.path("verdict").asText(""),
        matching,
        wrong);
  }

  private static String signature(
      Map<String, byte[]> files, byte[] manifest, JsonNode root, List<String> wrong) {
    byte[] key = DossierKey.decoded(text(files, Dossier.KEY));
    if (key.length == 0) {
      wrong.add("it brings no public key");
      return "";
    }
    byte[] signed;
    try {
      signed = Base64.getDecoder().decode(text(files, Dossier.SIGNATURE).strip());
    } catch (IllegalArgumentException e) {
      signed = new byte[0];
    }
    if (!DossierKey.isSignedBy(key, manifest, signed)) {
      wrong.add("the manifest is not signed with the key that it brings: it was changed");
    }
    String fingerprint = DossierKey.fingerprint(key);
    if (!root.path("fingerprint").asText().equals(fingerprint)) {
      wrong.add("the manifest names another key");
    }
    return fingerprint;
  }

  private static int hashes(Map<String, byte[]> files, JsonNode root, List<String> wrong) {
    int matching = 0;
    JsonNode listed = root.path("files");
    for (Map.Entry<String, JsonNode> one : listed.properties()) {
      byte[] content = files.get(one.getKey());
      if (content == null) {
        wrong.add(one.getKey() + " is missing");
      } else if (!DossierKey.fingerprint(content).equals(one.getValue().asText())) {
        wrong.add(one.getKey() + " was changed");
      } else {
        matching++;
      }
    }
    for (String name : files.keySet()) {
      boolean own = name.equals(Dossier.MANIFEST) || name.equals(Dossier.SIGNATURE);
      if (!own && !listed.has(name)) {
        wrong.add(name + " was added");
      }
    }
    return matching;
  }

  private static void audit(Map<String, byte[]> files, JsonNode root, List<String> wrong) {
    try {
      JsonNode rows = JSON.readTree(text(files, Dossier.AUDIT)).path("rows");
      Chain chain = null;
      for (JsonNode row : rows) {
        Line line = JSON.treeToValue(row, Line.class);
        if (chain == null) {
          chain = new Chain(line.seq() - 1, line.previous());
        }
        if (!chain.next(line)) {
          wrong.add("audit row " + chain.result().firstBad() + ": " + chain.result().what());
          return;
        }
      }
      if (rows.size() != root.path("auditRows").asInt(-1)
          || (chain != null && !chain.head().equals(root.path("auditHead").asText()))) {
        wrong.add("the audit rows are not those that the manifest names");
      }
    } catch (IOException | IllegalArgumentException e) {
      wrong.add("the audit rows cannot be read");
    }
  }

  private static void signOffs(Map<String, byte[]> files, List<String> wrong) {
    try {
      JsonNode all = JSON.readTree(text(files, Dossier.SIGN_OFFS)).path("signOffs");
      for (JsonNode one : all) {
        Signature signature = JSON.treeToValue(one, Signature.class);
        String hash = Results.hash(signature.deployment().id(), signature.results());
        if (!hash.equals(signature.hash())) {
          wrong.add("the results of " + signature.item() + " do not match its hash");
        }
      }
    } catch (IOException | IllegalArgumentException | NullPointerException e) {
      wrong.add("the sign-offs cannot be read");
    }
  }

  private static Map<String, byte[]> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw refused(file, "there is no such file", null);
    }
    Map<String, byte[]> files = new TreeMap<>();
    long total = 0;
    try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        // What the archive says of sizes is not believed.
        byte[] content = zip.getInputStream(entry).readNBytes(LARGEST + 1);
        total += content.length;
        if (content.length > LARGEST || total > MOST_BYTES || files.size() >= MOST_FILES) {
          throw refused(file, "it unpacks into more than a dossier can hold", null);
        }
        if (files.put(entry.getName(), content) != null) {
          throw refused(file, "it holds " + entry.getName() + " twice", null);
        }
      }
    }
    return files;
  }

  private static String text(Map<String, byte[]> files, String name) {
    byte[] content = files.get(name);
    return content == null ? "" : new String(content, StandardCharsets.UTF_8);
  }

  private static ProblemException refused(Path file, String why, @Nullable Exception cause) {
    return new ProblemException(
        new Problem(
            "The dossier cannot be checked",
            file.toString(),
            why,
            "Name a file that 'opsdesk checklist report --dossier FILE' has written"),
        cause);
  }
}
