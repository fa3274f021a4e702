package tech.atoms.opsdesk.checklist.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Line;
import tech.atoms.opsdesk.checklist.ItemView;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.state.Attachment;
import tech.atoms.opsdesk.checklist.state.Recorded;
import tech.atoms.opsdesk.checklist.state.Signature;
import tech.atoms.opsdesk.checklist.state.Tick;

/**
 * The release dossier: one archive with everything that a release was judged by, a manifest of the
 * hashes of its files, and a signature of the desk over the manifest.
 */
public final class Dossier {
  static final String MANIFEST = "manifest.json";
  static final String SIGNATURE = "manifest.sig";
  static final String KEY = "public-key.pem";
  static final String AUDIT = "audit.json";
  static final String SIGN_OFFS = "sign-offs.json";
  static final String FORMAT = "opsdesk release dossier 1";

  private Dossier() {}

  /**
   * Packs a dossier.
   *
   * @param snapshot what it is about
   * @param audit rows of the trail that follow each other, the oldest first; may be empty
   * @param attachments gives the content of an attachment by its hash; null where it is gone
   * @param key signs it
   * @return the archive's bytes
   */
  public static byte[] pack(
      ReadinessSnapshot snapshot,
      List<Line> audit,
      Function<String, byte @Nullable []> attachments,
      DossierKey key)
      throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    Report report = Report.of(snapshot);
    files.put("report.html", text(ReportForm.html.write(report)));
    files.put("report.md", text(ReportForm.markdown.write(report)));
    files.put("junit.xml", text(ReportForm.junit.write(report)));
    files.put("checklist.json", json(ChecklistJson.of(snapshot)));
    files.put("blockers.json", json(Map.of("blockers", snapshot.verdict().blockers())));
    files.put("findings.json", json(Map.of("findings", findings(snapshot))));
    files.put("ticks.json", json(Map.of("ticks", ticks(snapshot))));
    files.put(
        "waivers.json",
        json(Map.of("waivers", snapshot.waivers().stream().map(one -> one.waiver()).toList())));
    files.put(SIGN_OFFS, json(Map.of("signOffs", signatures(snapshot))));
    files.put(AUDIT, json(Map.of("rows", audit)));
    files.put(KEY, text(key.publicPem()));
    for (Attachment file : attached(snapshot)) {
      byte[] content = attachments.apply(file.sha256());
      if (content != null) {
        files.put("attachments/" + file.sha256(), content);
      }
    }
    byte[] manifest = json(manifest(snapshot, audit, files, key));
    files.put(MANIFEST, manifest);
    files.put(SIGNATURE, text(Base64.getEncoder().encodeToString(key.sign(manifest)) + "\n"));
    return zip(snapshot, files);
  }

  private static Map<String, @Nullable Object> manifest(
      ReadinessSnapshot snapshot, List<Line> audit, Map<String, byte[]> files, DossierKey key) {
    Map<String, String> hashes = new TreeMap<>();
    files.forEach((name, content) -> hashes.put(name, DossierKey.fingerprint(content)));
    Map<String, @Nullable Object> manifest = new LinkedHashMap<>();
    manifest.put("format", FORMAT);
    manifest.put("environment", snapshot.environment());
    manifest.put("at", snapshot.at());
    manifest.put("deployment", ChecklistJson.deployment(snapshot.deployment()));
    manifest.put("verdict", snapshot.verdict().word());
    manifest.put("madeBy", snapshot.me().name());
    manifest.put("fingerprint", key.fingerprint());
    manifest.put("auditRows", audit.size());
    manifest.put("auditHead", audit.isEmpty() ? null : audit.getLast().hash());
    manifest.put("files", hashes);
    return manifest;
  }

  private static List<Map<String, @Nullable Object>> findings(ReadinessSnapshot snapshot) {
    Map<String, Map<String, @Nullable Object>> findings = new TreeMap<>();
    for (ItemView view : snapshot.items()) {
      for (Recorded one : view.result().findings()) {
        findings.put(one.finding().check(), ChecklistJson.finding(one.finding(), one.deployment()));
      }
    }
    return List.copyOf(findings.values());
  }

  private static List<Tick> ticks(ReadinessSnapshot snapshot) {
    List<Tick> ticks = new ArrayList<>();
    for (ItemView view : snapshot.items()) {
      Tick tick = view.result().tick();
      if (tick != null) {
        ticks.add(tick);
      }
    }
    return ticks;
  }

  private static List<Attachment> attached(ReadinessSnapshot snapshot) {
    List<Attachment> attached = new ArrayList<>();
    for (Tick tick : ticks(snapshot)) {
      Attachment file = tick.attachment();
      if (file != null) {
        attached.add(file);
      }
    }
    return attached;
  }

  private static List<Signature> signatures(ReadinessSnapshot snapshot) {
    List<Signature> signatures = new ArrayList<>();
    for (ItemView view : snapshot.items()) {
      Signature signature = view.result().signature();
      if (signature != null) {
        signatures.add(signature);
      }
    }
    return signatures;
  }

  private static byte[] zip(ReadinessSnapshot snapshot, Map<String, byte[]> files)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTime(snapshot.at().toEpochMilli());
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Rows of the trail were masked when they were written: masked anew they would break the chain.
   */
  private static byte[] json(Map<String, ?> value) throws JsonProcessingException {
    return text(ChecklistJson.JSON.writeValueAsString(value) + "\n");
  }
}
