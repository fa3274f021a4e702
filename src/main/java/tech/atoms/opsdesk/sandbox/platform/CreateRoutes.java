package tech.atoms.opsdesk.sandbox.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.sandbox.checkout.Source;
import tech.atoms.opsdesk.sandbox.checkout.Sources;

/** Creates deployments: of files, of a commit of the repository, or of another deployment. */
final class CreateRoutes {
  private static final String WHO = "Release manager";
  private static final Set<String> TARGETS = Set.of("production", "preview", "staging");

  private final PlatformState state;
  private final DeploymentJson json;
  private final Uploads uploads;
  private final Sources sources;
  private final Builds builds;
  private final Servers servers;
  private final InstantSource clock;

  CreateRoutes(
      PlatformState state,
      DeploymentJson json,
      Uploads uploads,
      Sources sources,
      Builds builds,
      Servers servers,
      InstantSource clock) {
    this.state = state;
    this.json = json;
    this.uploads = uploads;
    this.sources = sources;
    this.builds = builds;
    this.servers = servers;
    this.clock = clock;
  }

  List<Route> all() {
    return List.of(Route.creating("/deployments", this::create), uploads.route());
  }

  /** What a deployment is made of, and how it came about. */
  private record Wanted(
      String version,
      String commit,
      String message,
      String author,
      @Nullable String ref,
      boolean losesConnections,
      String source) {

    static Wanted of(Source source, @Nullable String ref, String how) {
      String version = source.version();
      return new Wanted(
          version == null ? "" : version,
          source.commit(),
          source.message(),
          source.author(),
          ref,
          source.losesConnections(),
          how);
    }
  }

  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Answer answer;

    Refused(Answer answer) {
      this.answer = answer;
    }
  }

  private Answer create(Question question) {
    JsonNode body = question.object();
    String project = body.path("project").asText(body.path("name").asText(""));
    if (!PlatformState.isProject(project)) {
      return Answer.noProject();
    }
    String target = body.path("target").asText("");
    if (!target.isEmpty() && !target.equals("null") && !TARGETS.contains(target)) {
      throw new Question.BadRequest("Invalid request: target should be one of " + TARGETS);
    }
    try {
      Deployment made = added(wanted(body), target.equals("production"), body);
      builds.begin(made);
      return Answer.ok(json.single(made, false));
    } catch (Refused e) {
      return e.answer;
    }
  }

  private Wanted wanted(JsonNode body) throws Refused {
    if (body.path("deploymentId").isTextual()) {
      return again(body.path("deploymentId").asText());
    }
    if (body.path("gitSource").isObject()) {
      return fromGit(body.path("gitSource"));
    }
    if (body.path("files").isArray() && !body.path("files").isEmpty()) {
      return fromFiles(body);
    }
    throw new Question.BadRequest("Invalid request: missing required property `files`");
  }

  private Wanted again(String id) throws Refused {
    Deployment old = state.find(id).orElseThrow(() -> new Refused(Answer.noDeployment()));
    Made made = old.made();
    return new Wanted(
        old.version(),
        old.commit(),
        old.message(),
        WHO,
        made == null ? "main" : made.ref(),
        old.build().losesConnections(),
        "redeploy");
  }

  private Wanted fromGit(JsonNode git) throws Refused {
    String ref = git.path("ref").asText("");
    String sha = git.path("sha").isTextual() ? git.path("sha").asText() : null;
    JsonNode repository = git.path("repoId");
    boolean ours =
        repository.isMissingNode()
            ? git.path("repo").asText().equals(PlatformState.PROJECT_NAME)
            : repository.asLong() == DeploymentJson.REPOSITORY;
    try {
      Optional<Source> source = ours && !ref.isEmpty() ? sources.at(ref, sha) : Optional.empty();
      return Wanted.of(
          source.orElseThrow(
              () ->
                  new Refused(
                      Answer.error(
                          400,
                          "incorrect_git_source_info",
                          "The provided repository does not contain the requested branch or"
                              + " commit reference"))),
          ref,
          "git");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Wanted fromFiles(JsonNode body) throws Refused {
    List<String> missing = new ArrayList<>();
    StringBuilder all = new StringBuilder();
    String app = null;
    for (JsonNode file : body.path("files")) {
      String digest = digest(file);
      if (!uploads.has(digest)) {
        missing.add(digest);
      } else if (file.path("file").asText().equals(Source.FILE)) {
        app = new String(uploads.read(digest), StandardCharsets.UTF_8);
      }
      all.append(file.path("file").asText()).append(' ').append(digest).append('\n');
    }
    if (!missing.isEmpty()) {
      throw new Refused(
          Answer.error(
              400,
              "missing_files",
              "Missing files",
              Map.of("missing", missing.stream().distinct().toList())));
    }
    JsonNode git = body.path("gitMetadata");
    JsonNode meta = body.path("meta");
    String commit = git.path("commitSha").asText(meta.path("githubCommitSha").asText(""));
    String message = git.path("commitMessage").asText(meta.path("githubCommitMessage").asText(""));
    boolean known = commit.matches("[0-9a-f]{40}");
    Source source =
        new Source(
            known ? commit : Uploads.sha1(all.toString().getBytes(StandardCharsets.UTF_8)),
            message.isBlank() ? "Files without a commit" : message.lines().findFirst().orElse(""),
            git.path("commitAuthorName").asText(WHO),
            app);
    String ref = git.path("commitRef").asText("");
    return Wanted.of(source, ref.isEmpty() ? null : ref, body.path("source").asText("cli").strip());
  }

  private String digest(JsonNode file) {
    if (file.path("file").asText("").isEmpty()) {
      throw new Question.BadRequest("Invalid request: files should have required property `file`");
    }
    JsonNode data = file.path("data");
    if (!data.isTextual()) {
      return file.path("sha").asText("");
    }
    try {
      return uploads.keep(
          file.path("encoding").asText("utf-8").equals("base64")
              ? Base64.getDecoder().decode(data.asText())
              : data.asText().getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new Question.BadRequest("Invalid request: data should be base64");
    }
  }

  private Deployment added(Wanted wanted, boolean production, JsonNode body) {
    Map<String, String> meta = new LinkedHashMap<>();
    body.path("meta").properties().forEach(one -> meta.put(one.getKey(), one.getValue().asText()));
    synchronized (state) {
      Instant now = clock.instant();
      Instant newest = state.deployments().getFirst().createdAt();
      Deployment made =
          new Deployment(
              "dpl_" + Ids.letters(ThreadLocalRandom.current(), 24),
              wanted.version(),
              wanted.commit(),
              wanted.message(),
              wanted.author(),
              production ? "production" : null,
              "QUEUED",
              null,
              now.isAfter(newest) ? now : newest.plusMillis(1),
              null,
              null,
              wanted.source(),
              new Made(
                  servers.port(),
                  wanted.ref(),
                  body.path("autoAssignCustomDomains").asBoolean(true),
                  wanted.losesConnections(),
                  meta,
                  null));
      state.add(made);
      return made;
    }
  }
}
