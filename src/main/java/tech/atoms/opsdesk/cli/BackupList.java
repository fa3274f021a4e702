package tech.atoms.opsdesk.cli;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.Proof;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Stored;

/** {@code opsdesk backup list}: what lies where backups are kept. */
@Command(
    name = "list",
    description = {
      "Lists the environment's backups, newest first, from where they are kept; needs no store.",
      "Exit code 1 where no verified one is young enough."
    })
final class BackupList extends EnvironmentCommand {
  @Override
  protected int execute() throws Exception {
    Catalogue catalogue = new Catalogue(environment(), secrets());
    InstantSource clock = InstantSource.system();
    List<Stored> all = catalogue.all();
    boolean fresh = catalogue.fresh(clock.instant()).isPresent();
    if (wantsJson()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment().name());
      answer.put("at", clock.instant());
      answer.put("outcome", fresh ? "pass" : "fail");
      answer.put("maxAgeHours", catalogue.settings().maxAge().toHours());
      answer.put("backups", all.stream().map(BackupList::json).toList());
      json(answer);
    } else {
      all.forEach(one -> say(line(one)));
      if (!fresh) {
        say(
            "No verified backup is younger than %d h: opsdesk backup create"
                .formatted(catalogue.settings().maxAge().toHours()));
      }
    }
    return fresh ? ExitCode.OK : ExitCode.FALLS_SHORT;
  }

  private static String line(Stored one) {
    Manifest manifest = one.manifest();
    Proof proof = one.proof();
    if (manifest == null) {
      return "%-26s  failed    %s".formatted(one.id(), one.problem());
    }
    return "%-26s  %-8s  %s  %.1f MB  %d tables, %d rows%s"
        .formatted(
            one.id(),
            one.state().word(),
            manifest.at(),
            manifest.archive().bytes() / 1e6,
            manifest.content().tables().size(),
            manifest.content().rows(),
            proof == null ? "" : "  verified " + proof.at() + " by " + proof.by());
  }

  private static Map<String, @Nullable Object> json(Stored one) {
    Manifest manifest = one.manifest();
    Proof proof = one.proof();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", one.id());
    json.put("state", one.state().word());
    json.put("path", one.directory().toString());
    json.put("problem", one.problem());
    if (manifest != null) {
      json.put("at", manifest.at());
      json.put("bytes", manifest.archive().bytes());
      json.put("sha256", manifest.archive().sha256());
      Map<String, Long> rows = new LinkedHashMap<>();
      for (Content.Table table : manifest.content().tables()) {
        rows.put(table.name(), table.rows());
      }
      json.put("rows", rows);
      json.put("server", manifest.server().version());
      json.put("by", manifest.made().by());
      json.put("run", manifest.made().run());
      json.put("enclosed", manifest.enclosed());
    }
    json.put("verifiedAt", proof == null ? null : proof.at());
    return json;
  }
}
