package tech.atoms.opsdesk.provider.vercel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads deployments as the list and the single answer write them. */
final class Deployments {
  private static final Pattern VERSION = Pattern.compile("v?\\d+\\.\\d+(\\.\\d+)?([-+.].*)?");

  private Deployments() {}

  static Deployment read(JsonNode json) {
    JsonNode meta = json.path("meta");
    Instant created = time(first(json, List.of("createdAt", "created")));
    Instant promoted = timeOrNull(json.path("aliasAssigned"));
    String substate = json.path("readySubstate").asText("");
    return new Deployment(
        // The list says uid, the single answer id.
        text(json, List.of("uid", "id")),
        version(meta),
        text(meta, List.of("githubCommitSha", "gitlabCommitSha", "bitbucketCommitSha", "commit")),
        text(meta, List.of("githubCommitMessage", "gitlabCommitMessage", "message")),
        author(json, meta),
        created,
        promoted == null ? timeOrNull(json.path("ready")) : promoted,
        substate.equals("PROMOTED")
            || (substate.isEmpty() && !json.path("aliasAssigned").isNull()));
  }

  private static String version(JsonNode meta) {
    String named = text(meta, List.of("version", "appVersion", "release"));
    if (!named.isEmpty()) {
      return named;
    }
    String ref = text(meta, List.of("githubCommitRef", "gitlabCommitRef"));
    return VERSION.matcher(ref).matches() ? ref : "";
  }

  private static String author(JsonNode json, JsonNode meta) {
    String named =
        text(meta, List.of("githubCommitAuthorName", "gitlabCommitAuthorName", "author"));
    return named.isEmpty() ? text(json.path("creator"), List.of("username", "email")) : named;
  }

  static String text(JsonNode json, List<String> names) {
    return first(json, names).asText("");
  }

  private static JsonNode first(JsonNode json, List<String> names) {
    for (String name : names) {
      JsonNode found = json.path(name);
      if (!found.isMissingNode() && !found.isNull()) {
        return found;
      }
    }
    return json.path(names.getFirst());
  }

  private static Instant time(JsonNode millis) {
    return Instant.ofEpochMilli(millis.asLong());
  }

  private static @Nullable Instant timeOrNull(JsonNode millis) {
    return millis.isNumber() ? time(millis) : null;
  }
}
