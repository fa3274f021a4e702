package tech.atoms.opsdesk.provider.vercel;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.http.HttpFailure;

/**
 * Creates deployments, tells how they stand, and follows their builds. Only workflows create or
 * cancel. Blocks; safe on any thread.
 */
public final class VercelDeployments {
  private static final int PAGE = 100;
  private static final int REGULAR_FILE = 33188; // mode 100644

  private final VercelApi api;

  VercelDeployments(VercelApi api) {
    this.api = api;
  }

  /**
   * How a deployment stands.
   *
   * @param idOrHost its id, or its own host name
   * @throws HttpFailure where the platform does not answer, or does not know it (status 404)
   */
  public DeploymentStatus get(String idOrHost) {
    return DeploymentStatus.read(
        api.get(Paths.DEPLOYMENT + VercelApi.encoded(idOrHost), "withGitRepoInfo=true"));
  }

  /**
   * The newest deployments that carry a mark.
   *
   * @param key of {@link DeploymentStatus#meta}
   * @param value what it is
   * @throws HttpFailure where the platform does not answer
   */
  public List<DeploymentStatus> marked(String key, String value) {
    JsonNode page = api.get(Paths.DEPLOYMENTS, "projectId=" + projectId() + "&limit=" + PAGE);
    List<DeploymentStatus> found = new ArrayList<>();
    for (JsonNode one : page.path("deployments")) {
      DeploymentStatus status = DeploymentStatus.read(one);
      if (value.equals(status.meta().get(key))) {
        found.add(status);
      }
    }
    return List.copyOf(found);
  }

  /**
   * Creates a deployment of a commit of the repository that the project is linked with.
   *
   * @param ref branch or tag
   * @param sha commit; null: the newest of the ref
   * @throws HttpFailure where it was refused ({@link HttpFailure#isRefusal}), or where nobody knows
   *     whether it was made
   * @throws ProblemException where nothing was sent: the project could not be read, or is linked
   *     with no repository
   */
  public DeploymentStatus fromGit(String ref, @Nullable String sha, NewDeployment how) {
    JsonNode project = before(() -> api.get(Paths.PROJECTS + api.project(), ""));
    ObjectNode body = body(project, how);
    ObjectNode source = body.putObject("gitSource");
    fillSource(source, project.path("link"));
    source.put("ref", ref);
    if (sha != null) {
      source.put("sha", sha);
    }
    return DeploymentStatus.read(
        api.change("POST", Paths.CREATE, "forceNew=1&skipAutoDetectionConfirmation=1", text(body)));
  }

  /**
   * Creates a deployment of files. Those that the platform does not have yet are sent.
   *
   * @throws HttpFailure as {@link #fromGit}
   * @throws ProblemException as {@link #fromGit}; or where a file could not be sent, without which
   *     nothing is made
   */
  public DeploymentStatus fromFiles(List<SourceFile> files, NewDeployment how) {
    Map<String, SourceFile> byDigest = new LinkedHashMap<>();
    ObjectNode body = body(before(() -> api.get(Paths.PROJECTS + api.project(), "")), how);
    body.put("version", 2);
    ArrayNode named = body.putArray("files");
    for (SourceFile file : files) {
      String digest = file.digest();
      byDigest.put(digest, file);
      named
          .addObject()
          .put("file", file.path())
          .put("size", file.content().length)
          .put("mode", REGULAR_FILE)
          .put("sha", digest);
    }
    Set<String> sent = new HashSet<>();
    while (true) {
      VercelApi.Reply reply =
          api.attempt(
              "POST", Paths.CREATE, "forceNew=1&skipAutoDetectionConfirmation=1", text(body));
      JsonNode json = reply.json();
      if (reply.answer().isSuccess() && json != null) {
        return DeploymentStatus.read(json);
      }
      boolean more = false;
      JsonNode error = json == null ? named : json.path("error");
      if (error.path("code").asText().equals("missing_files")) {
        for (JsonNode missing : error.path("missing")) {
          SourceFile file = byDigest.get(missing.asText());
          if (file != null && sent.add(missing.asText())) {
            before(
                () -> {
                  api.upload(file.content(), missing.asText());
                  return file;
                });
            more = true;
          }
        }
      }
      if (!more) {
        throw api.refused(reply);
      }
    }
  }

  /**
   * Builds a deployment anew, with the project's present variables.
   *
   * @param id of the one that is built anew
   * @throws HttpFailure as {@link #fromGit}
   * @throws ProblemException as {@link #fromGit}
   */
  public DeploymentStatus redeploy(String id, NewDeployment how) {
    ObjectNode body = body(before(() -> api.get(Paths.PROJECTS + api.project(), "")), how);
    body.put("deploymentId", id);
    body.withObject("/meta").put("action", "redeploy");
    return DeploymentStatus.read(api.change("POST", Paths.CREATE, "forceNew=1", text(body)));
  }

  /**
   * Stops a build.
   *
   * @throws HttpFailure where it was refused, as where the build is over, or nobody knows
   */
  public void cancel(String id) {
    api.change("PATCH", Paths.CANCEL + VercelApi.encoded(id) + "/cancel", "", "{}");
  }

  /**
   * The names that point to a deployment.
   *
   * @throws HttpFailure where the platform does not answer
   */
  public List<String> aliases(String id) {
    List<String> names = new ArrayList<>();
    api.get(Paths.ALIASES_OF + VercelApi.encoded(id) + "/aliases", "")
        .path("aliases")
        .forEach(one -> names.add(one.path("alias").asText()));
    return List.copyOf(names);
  }

  /** What a build says, line by line. */
  public BuildEvents events(String id) {
    return new BuildEvents(api, id);
  }

  private String projectId() {
    String id = api.get(Paths.PROJECTS + api.project(), "").path("id").asText("");
    return id.isEmpty() ? api.project() : VercelApi.encoded(id);
  }

  /** What has to be had before anything is asked for: where it fails, nothing has happened. */
  private static <T> T before(Supplier<T> need) {
    try {
      return need.get();
    } catch (HttpFailure e) {
      throw new ProblemException(e.problem(), e);
    }
  }

  private static ObjectNode body(JsonNode project, NewDeployment how) {
    ObjectNode body = VercelApi.JSON.createObjectNode();
    body.put("name", project.path("name").asText());
    body.put("project", project.path("id").asText());
    if (how.production()) {
      body.put("target", "production");
      if (!how.domains()) {
        body.put("autoAssignCustomDomains", false);
      }
    }
    ObjectNode meta = body.putObject("meta");
    how.meta().forEach(meta::put);
    return body;
  }

  private void fillSource(ObjectNode source, JsonNode link) {
    String type = link.path("type").asText("");
    source.put("type", type);
    switch (type) {
      case "github" -> source.set("repoId", link.path("repoId"));
      case "gitlab" -> source.set("projectId", link.path("projectId"));
      case "bitbucket" -> {
        source.set("repoUuid", link.path("uuid"));
        source.set("workspaceUuid", link.path("workspaceUuid"));
      }
      default ->
          throw new ProblemException(
              new Problem(
                  "The project cannot be deployed from git",
                  api.project(),
                  type.isEmpty()
                      ? "it is linked with no repository"
                      : "it is linked with " + type + ", which the desk does not know",
                  "Link it with its repository at the platform, or deploy the checkout's files"));
    }
  }

  private static String text(ObjectNode body) {
    try {
      return VercelApi.JSON.writeValueAsString(body);
    } catch (JacksonException e) {
      throw new IllegalStateException("an object that was just made is no JSON", e);
    }
  }
}
