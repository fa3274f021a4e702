package tech.atoms.opsdesk.cli;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.Proof;
import tech.atoms.opsdesk.backup.place.CopyState;
import tech.atoms.opsdesk.backup.place.Place;
import tech.atoms.opsdesk.backup.place.Places;
import tech.atoms.opsdesk.backup.place.Shelf;
import tech.atoms.opsdesk.backup.place.Whereabouts;
import tech.atoms.opsdesk.backup.place.Whereabouts.Found;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.BackupCopy;

/** {@code opsdesk backup list}: what lies where backups are kept. */
@Command(
    name = "list",
    description = {
      "Lists the environment's backups, newest first, from where they are kept; needs no store.",
      "With the places of their copies: one that does not answer within 20 s is unknown.",
      "Exit code 1 where no verified one is young enough, 3 where the place does not answer."
    })
final class BackupList extends EnvironmentCommand {
  @Option(
      names = "--from",
      paramLabel = "PLACE",
      description =
          "Lists what one of backup.copies has, from there alone (default: what is here).")
  @Nullable String from;

  private final InstantSource clock = InstantSource.system();

  @Override
  protected int execute() throws Exception {
    Catalogue catalogue = new Catalogue(environment(), secrets());
    String place = from;
    List<Stored> all;
    if (place == null) {
      all = catalogue.all();
    } else {
      BackupCopy settings = Places.named(catalogue.settings().copies(), place);
      try (Place opened = Places.of(settings, secrets())) {
        all = new Shelf(catalogue, opened).all();
      } catch (ProblemException e) {
        return fail(e.problem(), ExitCode.UNDETERMINED);
      }
    }
    boolean fresh =
        all.stream()
            .filter(one -> one.state() == Stored.State.VERIFIED)
            .findFirst()
            .filter(one -> catalogue.isFresh(one, clock.instant()))
            .isPresent();
    Whereabouts whereabouts = new Whereabouts(catalogue, Whereabouts.USUAL, clock);
    Found found = place == null && whereabouts.any() ? whereabouts.look(all) : null;
    if (wantsJson()) {
      Map<String, @Nullable Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment().name());
      answer.put("at", clock.instant());
      answer.put("outcome", fresh ? "pass" : "fail");
      answer.put("maxAgeHours", catalogue.settings().maxAge().toHours());
      answer.put("from", place);
      answer.put("backups", all.stream().map(one -> json(one, copies(found, one))).toList());
      answer.put("elsewhere", found == null ? Map.of() : ids(found));
      json(answer);
    } else {
      all.forEach(one -> say(line(one) + words(copies(found, one))));
      if (found != null) {
        ids(found).forEach(this::onlyThere);
      }
      if (!fresh) {
        say(
            "No verified backup is younger than %d h: opsdesk backup create"
                .formatted(catalogue.settings().maxAge().toHours()));
      }
    }
    return fresh ? ExitCode.OK : ExitCode.FALLS_SHORT;
  }

  private static List<CopyState> copies(@Nullable Found found, Stored one) {
    return found == null ? List.of() : found.copies().getOrDefault(one.id(), List.of());
  }

  /** Ids of backups that are not here, by place. */
  private static Map<String, List<String>> ids(Found found) {
    Map<String, List<String>> ids = new LinkedHashMap<>();
    found
        .elsewhere()
        .forEach((place, all) -> ids.put(place, all.stream().map(Stored::id).toList()));
    return ids;
  }

  private void onlyThere(String place, List<String> ids) {
    if (!ids.isEmpty()) {
      say(
          "Not here, and at %s: %s. opsdesk backup fetch ID --from %s"
              .formatted(place, Few.of(ids), place));
    }
  }

  private static String words(List<CopyState> copies) {
    return copies.isEmpty()
        ? ""
        : copies.stream().map(CopyState::words).collect(Collectors.joining(", ", "  copies: ", ""));
  }

  private static String line(Stored one) {
    Manifest manifest = one.manifest();
    Proof proof = one.proof();
    if (manifest == null) {
      return "%-26s  failed    %s".formatted(one.id(), one.problem());
    }
    return "%-26s  %-8s  %s  %.1f MB  %d tables, %,d rows%s"
        .formatted(
            one.id(),
            one.state().word(),
            manifest.at().truncatedTo(ChronoUnit.SECONDS),
            manifest.archive().bytes() / 1e6,
            manifest.content().tables().size(),
            manifest.content().rows(),
            proof == null
                ? ""
                : "  verified " + proof.at().truncatedTo(ChronoUnit.SECONDS) + " by " + proof.by());
  }

  private static Map<String, @Nullable Object> json(Stored one, List<CopyState> copies) {
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
    json.put(
        "copies",
        copies.stream()
            .map(
                copy -> {
                  Map<String, @Nullable Object> each = new LinkedHashMap<>();
                  each.put("place", copy.place());
                  each.put("state", copy.state().word());
                  each.put("readBack", copy.readBack());
                  each.put("problem", copy.problem());
                  return each;
                })
            .toList());
    return json;
  }
}
