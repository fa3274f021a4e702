package tech.atoms.opsdesk.check.source;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.LsRemoteCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.git.QuietGit;

/**
 * Asks remotes which commit a branch is at. A path or plain https is asked directly; whatever needs
 * ssh or a sign-in by the installed git, which has the person's keys.
 */
public final class Remotes {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int SECONDS = 5;

  /** Never asks a person, never runs a transport that names a program. */
  private static final Map<String, String> QUIET =
      Map.of(
          "GIT_TERMINAL_PROMPT", "0",
          "GIT_ALLOW_PROTOCOL", "ssh:https:http:git:file",
          "GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oConnectTimeout=5");

  private Remotes() {}

  /**
   * What a remote answered.
   *
   * @param commit the branch is at; empty where it has no such branch or did not answer
   * @param trouble why there is no answer; empty where there is one
   */
  public record Head(String commit, String trouble) {}

  /**
   * Asks every remote for a branch. Blocks, for at most some seconds per remote.
   *
   * @param repository whose remotes
   * @param branch short name
   * @param programs where git may be
   */
  public static Map<String, Head> heads(Repository repository, String branch, Programs programs)
      throws InterruptedException {
    QuietGit.only();
    Map<String, Head> heads = new LinkedHashMap<>();
    for (var remote : repository.remotes().entrySet()) {
      heads.put(remote.getKey(), head(repository, remote.getValue(), branch, programs));
    }
    return heads;
  }

  private static Head head(Repository repository, String url, String branch, Programs programs)
      throws InterruptedException {
    String ref = "refs/heads/" + branch;
    String trouble;
    try {
      URIish uri = new URIish(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme();
      if (!uri.isRemote() || scheme.equals("https") || scheme.equals("http")) {
        Map<String, Ref> found =
            new LsRemoteCommand(null)
                .setRemote(uri.isRemote() ? url : local(repository.root(), uri))
                .setHeads(true)
                .setTimeout(SECONDS)
                .callAsMap();
        Ref head = found.get(ref);
        return head == null
            ? new Head("", "it has no branch " + branch)
            : new Head(ObjectId.toString(head.getObjectId()), "");
      }
      trouble = "it needs " + (scheme.isEmpty() ? "ssh" : scheme);
    } catch (GitAPIException | URISyntaxException | RuntimeException e) {
      trouble = String.valueOf(e.getMessage());
    }
    Path git = programs.find("git");
    if (git == null || url.startsWith("-")) {
      return new Head("", trouble + "; no git on this machine to ask it with");
    }
    try {
      Programs.Ran ran =
          Programs.run(
              git, List.of("ls-remote", "--heads", "--", url, ref), null, QUIET, "", DEADLINE);
      String commit = ran.output().strip().split("\\s", 2)[0];
      return ran.ok() && ObjectId.isId(commit)
          ? new Head(commit, "")
          : new Head("", ran.ok() ? "it has no branch " + branch : ran.firstLine());
    } catch (java.io.IOException e) {
      return new Head("", trouble);
    }
  }

  private static String local(Path root, URIish uri) {
    String path = uri.getPath();
    @Nullable String scheme = uri.getScheme();
    return scheme == null ? root.resolve(path).normalize().toString() : path;
  }
}
