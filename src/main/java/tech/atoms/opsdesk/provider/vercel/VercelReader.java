package tech.atoms.opsdesk.provider.vercel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.http.HttpFailure;

/**
 * Reads which deployment has production traffic, the project and its variables. Blocks; called on
 * virtual threads. Parses leniently: a token without full rights gets reduced answers.
 */
public final class VercelReader implements AutoCloseable {
  /** Most requests that {@link #production} sends: project, deployments, the live one, aliases. */
  public static final int MOST_FOR_PRODUCTION = 4;

  private final VercelApi api;

  /**
   * Creates it; nothing is opened yet.
   *
   * @param settings where the API is, and which project
   * @param secrets resolves the token, at each use
   * @param deadline of each request
   */
  public VercelReader(PlatformSettings settings, SecretResolver secrets, Duration deadline) {
    this(new VercelApi(settings, secrets, deadline));
  }

  VercelReader(VercelApi api) {
    this.api = api;
  }

  /**
   * What has production traffic now.
   *
   * @return null where nothing has been deployed to production
   * @throws HttpFailure where the platform does not answer, refuses the token or knows no such
   *     project
   */
  public @Nullable Production production() {
    JsonNode project = api.get(Paths.PROJECTS + api.project(), "rollbackInfo=true");
    JsonNode list =
        api.get(Paths.DEPLOYMENTS, "projectId=" + id(project) + "&target=production&limit=50");
    List<Deployment> deployments = new ArrayList<>();
    for (JsonNode one : list.path("deployments")) {
      String state = one.path("readyState").asText(one.path("state").asText());
      if (state.equals("READY")) {
        deployments.add(Deployments.read(one));
      }
    }
    String liveId = project.path("targets").path("production").path("id").asText("");
    Deployment live =
        deployments.stream().filter(d -> d.id().equals(liveId)).findFirst().orElse(null);
    if (live == null && !liveId.isEmpty()) {
      live = Deployments.read(api.get(Paths.DEPLOYMENT + VercelApi.encoded(liveId), ""));
    }
    if (live == null) {
      live = deployments.stream().filter(Deployment::servedBefore).findFirst().orElse(null);
    }
    return live == null
        ? null
        : new Production(
            live,
            since(live, project, aliased(project, live)),
            previous(live, project, deployments));
  }

  /**
   * Who the token belongs to.
   *
   * @return the account's name; empty where the platform does not tell it
   * @throws HttpFailure where the platform does not answer, or refuses the token
   */
  public String account() {
    JsonNode user = api.get(Paths.USER, "").path("user");
    return Deployments.text(user, List.of("username", "email", "id"));
  }

  /**
   * The project of the profile.
   *
   * @throws HttpFailure where the platform does not answer, or knows no such project
   */
  public ProjectIds project() {
    return ids(api.get(Paths.PROJECTS + api.project(), ""));
  }

  /**
   * How many cron jobs the project has.
   *
   * @return null where the platform does not tell
   * @throws HttpFailure where the platform does not answer, or knows no such project
   */
  public @Nullable Integer crons() {
    JsonNode jobs = api.get(Paths.PROJECTS + api.project(), "").path("crons").path("definitions");
    return jobs.isArray() ? (Integer) jobs.size() : null;
  }

  private static ProjectIds ids(JsonNode project) {
    return new ProjectIds(
        project.path("id").asText(""),
        project.path("name").asText(""),
        project.path("accountId").asText(""));
  }

  /**
   * The projects that the token may see, in the platform's order; pages are followed.
   *
   * @throws HttpFailure where the platform does not answer, or refuses the token
   */
  public List<ProjectIds> projects() {
    List<ProjectIds> all = new ArrayList<>();
    String until = "";
    while (true) {
      JsonNode page = api.get(Paths.ALL_PROJECTS, "limit=100" + until);
      for (JsonNode one : page.path("projects")) {
        all.add(ids(one));
      }
      JsonNode next = page.path("pagination").path("next");
      if (!next.isNumber() || page.path("projects").isEmpty()) {
        return List.copyOf(all);
      }
      until = "&until=" + next.asLong();
    }
  }

  /**
   * The deployment that production's names point to.
   *
   * @return null where nothing has been deployed to production
   * @throws HttpFailure where the platform does not answer
   */
  public @Nullable Current current() {
    JsonNode project = api.get(Paths.PROJECTS + api.project(), "");
    String id = project.path("targets").path("production").path("id").asText("");
    if (id.isEmpty()) {
      return null;
    }
    JsonNode one = api.get(Paths.DEPLOYMENT + VercelApi.encoded(id), "withGitRepoInfo=true");
    Deployment read = Deployments.read(one);
    return new Current(
        read.id(),
        Deployments.text(one, List.of("readyState", "status", "state")),
        one.path("source").asText(""),
        read.commit().isEmpty() ? one.path("gitSource").path("sha").asText("") : read.commit(),
        Deployments.text(one.path("meta"), List.of("githubCommitRef", "gitlabCommitRef")),
        read.version(),
        read.created());
  }

  /**
   * The project's environment variables of production. The value of a sensitive one is told to
   * nobody.
   *
   * @throws HttpFailure where the platform does not answer, or does not let the token read them
   */
  public List<Variable> variables() {
    return new VercelVariables(api).production();
  }

  @Override
  public void close() {
    api.close();
  }

  private String id(JsonNode project) {
    String id = project.path("id").asText("");
    return id.isEmpty() ? api.project() : VercelApi.encoded(id);
  }

  /** When a production name was last pointed to the deployment; null where that is not told. */
  private @Nullable Instant aliased(JsonNode project, Deployment live) {
    JsonNode answer;
    try {
      answer = api.get(Paths.ALIASES, "projectId=" + id(project) + "&limit=50");
    } catch (HttpFailure notTold) {
      return null;
    }
    long newest = 0;
    for (JsonNode alias : answer.path("aliases")) {
      if (alias.path("deploymentId").asText().equals(live.id())) {
        newest = Math.max(newest, alias.path("updatedAt").asLong(alias.path("createdAt").asLong()));
      }
    }
    return newest == 0 ? null : Instant.ofEpochMilli(newest);
  }

  private static Instant since(Deployment live, JsonNode project, @Nullable Instant aliased) {
    JsonNode request = project.path("lastAliasRequest");
    if (request.path("toDeploymentId").asText().equals(live.id())
        && request.path("jobStatus").asText().equals("succeeded")
        && request.path("requestedAt").isNumber()) {
      return Instant.ofEpochMilli(request.path("requestedAt").asLong());
    }
    if (aliased != null) {
      return aliased;
    }
    Instant promoted = live.promoted();
    return promoted == null ? live.created() : promoted;
  }

  private static @Nullable Deployment previous(
      Deployment live, JsonNode project, List<Deployment> deployments) {
    JsonNode request = project.path("lastAliasRequest");
    String from = request.path("fromDeploymentId").asText("");
    boolean about = request.path("toDeploymentId").asText().equals(live.id());
    for (Deployment one : deployments) {
      if (about && one.id().equals(from)) {
        return one;
      }
    }
    return deployments.stream()
        .filter(d -> d.servedBefore() && d.created().isBefore(live.created()))
        .max(Comparator.comparing(Deployment::created))
        .orElse(null);
  }
}
