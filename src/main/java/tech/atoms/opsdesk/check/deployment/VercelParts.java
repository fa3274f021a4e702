package tech.atoms.opsdesk.check.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts of a {@code vercel.json} that are names, times and paths. Pure. */
final class VercelParts {
  /** Those of the platform's own schema, and what it still takes from before. */
  private static final Set<String> PROPERTIES =
      Set.of(
          "$schema",
          "alias",
          "build",
          "buildCommand",
          "builds",
          "bunVersion",
          "cleanUrls",
          "crons",
          "customErrorPage",
          "devCommand",
          "env",
          "experimentalServices",
          "experimentalServiceGroups",
          "experimentalTriggers",
          "fluid",
          "framework",
          "functionFailoverRegions",
          "functions",
          "git",
          "github",
          "headers",
          "ignoreCommand",
          "images",
          "installCommand",
          "name",
          "outputDirectory",
          "passiveRegions",
          "probes",
          "public",
          "redirects",
          "regions",
          "relatedProjects",
          "rewrites",
          "routes",
          "scope",
          "services",
          "trailingSlash",
          "version",
          "wildcard");

  private static final Set<String> REGIONS =
      Set.of(
          "arn1", "bom1", "cdg1", "cle1", "cpt1", "dub1", "dxb1", "fra1", "gru1", "hkg1", "hnd1",
          "iad1", "icn1", "kix1", "lhr1", "pdx1", "sfo1", "sin1", "syd1", "yul1");

  private final VercelFile file;
  private final List<String> wrong;

  /**
   * Looks at the parts.
   *
   * @param wrong is told what is wrong, one line each
   */
  VercelParts(VercelFile file, List<String> wrong) {
    this.file = file;
    this.wrong = wrong;
  }

  void mistakes() {
    JsonNode root = file.root();
    root.fieldNames()
        .forEachRemaining(
            name -> {
              if (!PROPERTIES.contains(name)) {
                tell("/" + name, "'" + name + "' is no property of vercel.json");
              }
            });
    JsonNode version = root.path("version");
    if (!version.isMissingNode() && !(version.isInt() && version.asInt() == 2)) {
      tell(
          "/version",
          version.isNumber() ? "version should be 2" : "version should be the number 2");
    }
    regions("regions");
    regions("functionFailoverRegions");
    crons();
    for (String name : List.of("rewrites", "redirects", "headers")) {
      sources(name);
    }
  }

  private void regions(String name) {
    int index = 0;
    for (JsonNode region : file.root().path(name)) {
      String pointer = "/" + name + "/" + index++;
      if (!region.isTextual()) {
        tell(pointer, "a region should be a text");
      } else if (!REGIONS.contains(region.asText())
          && !(name.equals("regions") && region.asText().equals("all"))) {
        tell(pointer, "'" + region.asText() + "' is no region of the platform");
      }
    }
  }

  private void crons() {
    int index = 0;
    for (JsonNode cron : file.root().path("crons")) {
      String pointer = "/crons/" + index++;
      JsonNode path = cron.path("path");
      JsonNode schedule = cron.path("schedule");
      if (!path.isTextual()) {
        tell(pointer, "a cron has no path");
      } else if (!path.asText().startsWith("/")) {
        tell(pointer + "/path", "a cron's path should begin with /");
      }
      if (!schedule.isTextual()) {
        tell(pointer, "a cron has no schedule");
        continue;
      }
      String text = schedule.asText();
      @Nullable String trouble = CronExpression.trouble(text);
      if (trouble != null) {
        tell(pointer + "/schedule", "'" + text + "' is no schedule: " + trouble);
      }
    }
  }

  private void sources(String name) {
    int index = 0;
    for (JsonNode one : file.root().path(name)) {
      String pointer = "/" + name + "/" + index++;
      JsonNode source = one.path("source");
      if (!source.isTextual()) {
        tell(pointer, "an entry of " + name + " names no source");
      } else if (!PathPattern.reads(source.asText())) {
        tell(pointer + "/source", "'" + source.asText() + "' is no pattern of paths");
      }
    }
  }

  private void tell(String pointer, String what) {
    wrong.add("line " + file.line(pointer) + ": " + what);
  }
}
