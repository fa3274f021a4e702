package tech.atoms.opsdesk.sandbox.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes deployments the way the platform's API does: epoch milliseconds, nulls included. */
final class DeploymentJson {
  /** Number of the repository that the project is linked with. */
  static final long REPOSITORY = 510_221_004;

  private final String productionHost;

  /**
   * Creates the writer.
   *
   * @param productionHost alias that the live deployment answers under
   */
  DeploymentJson(String productionHost) {
    this.productionHost = productionHost;
  }

  /** Whether a text is the host that the live deployment answers under. */
  boolean isProduction(String text) {
    return text.equals(productionHost);
  }

  /** As in a list: the id is called {@code uid}. */
  Map<String, Object> listed(Deployment d, boolean live) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("uid", d.id());
    common(json, d);
    json.put("created", d.createdAt().toEpochMilli());
    json.put("state", d.state());
    json.put("isRollbackCandidate", d.promotedAt() != null && !live);
    return json;
  }

  /** As a single answer: the id is called {@code id}. */
  Map<String, Object> single(Deployment d, boolean live) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", d.id());
    json.put("version", 2);
    json.put("type", "LAMBDAS");
    common(json, d);
    json.put("status", d.state());
    json.put("alias", live ? List.of(productionHost, d.host()) : List.of(d.host()));
    json.put("aliasFinal", live ? productionHost : null);
    json.put("aliasWarning", null);
    json.put("regions", List.of("iad1"));
    Instant building = buildingAt(d);
    if (building != null && d.readyAt() != null) {
      json.put(
          "duration", Map.of("timeToReady", Duration.between(building, d.readyAt()).toMillis()));
    }
    json.put("plan", "pro");
    json.put("public", false);
    json.put("ownerId", PlatformState.TEAM_ID);
    json.put(
        "team",
        Map.of(
            "id",
            PlatformState.TEAM_ID,
            "name",
            PlatformState.TEAM_NAME,
            "slug",
            PlatformState.TEAM_SLUG));
    json.put("project", Map.of("id", PlatformState.PROJECT_ID, "name", PlatformState.PROJECT_NAME));
    if (ref(d) != null) {
      json.put(
          "gitSource",
          Map.of("type", "github", "ref", ref(d), "sha", d.commit(), "repoId", REPOSITORY));
    }
    json.put("readyStateReason", d.error());
    return json;
  }

  private static void common(Map<String, Object> json, Deployment d) {
    json.put("name", PlatformState.PROJECT_NAME);
    json.put("projectId", PlatformState.PROJECT_ID);
    json.put("url", d.host());
    json.put("inspectorUrl", "https://" + d.host()); // there is no page about it
    json.put("createdAt", d.createdAt().toEpochMilli());
    json.put("buildingAt", millis(buildingAt(d)));
    json.put("ready", d.ready() ? millis(d.readyAt()) : null);
    json.put("readyState", d.state());
    json.put("readySubstate", !d.ready() ? null : d.promotedAt() == null ? "STAGED" : "PROMOTED");
    json.put("target", d.target());
    json.put("source", d.source() == null ? "git" : d.source());
    json.put(
        "creator",
        Map.of(
            "uid",
            "usr_" + slug(d.author()).replace("-", ""),
            "username",
            slug(d.author()),
            "email",
            slug(d.author()) + "@atoms.example",
            "type",
            "user"));
    json.put("meta", meta(d));
    json.put("aliasAssigned", d.ready() ? millis(d.readyAt()) : null);
    json.put("aliasError", null);
    json.put("errorCode", d.error() == null ? null : "BUILD_FAILED");
    json.put("errorMessage", d.error());
    json.put("checksState", d.ready() ? "completed" : null);
    json.put("checksConclusion", d.ready() ? "succeeded" : null);
  }

  private static Map<String, String> meta(Deployment d) {
    Map<String, String> meta = new LinkedHashMap<>();
    meta.put("githubCommitSha", d.commit());
    String ref = ref(d);
    if (ref != null) {
      meta.put("githubCommitRef", ref);
    }
    meta.put("githubCommitMessage", d.message());
    meta.put("githubCommitAuthorName", d.author());
    meta.put("githubOrg", "atoms");
    meta.put("githubRepo", PlatformState.PROJECT_NAME);
    meta.put("version", d.version());
    if (d.made() != null) {
      meta.putAll(d.made().meta());
    }
    return meta;
  }

  /** Branch or tag; null: not from git. */
  private static @Nullable String ref(Deployment d) {
    return d.made() == null ? "main" : d.made().ref();
  }

  private static @Nullable Instant buildingAt(Deployment d) {
    return d.made() == null ? d.createdAt().plusSeconds(3) : d.made().buildingAt();
  }

  private static String slug(String author) {
    return author.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
  }

  private static @Nullable Long millis(@Nullable Instant at) {
    return at == null ? null : at.toEpochMilli();
  }
}
