package tech.atoms.opsdesk.check.source;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jgit.api.LsRemoteCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Programs;
import tech.atoms.opsdesk.common.git.QuietGit;

/**
 * Asks remotes which commit a branch or tag is at. A path or plain https is asked directly;
 * whatever needs ssh or a sign-in by the installed git, which has the person's keys.
 */
public final class Remotes {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int SECONDS = 5;
  private static final String BRANCHES = "refs/heads/";
  private static final String TAGS = "refs/tags/";
  private static final String PEELED = "^{}";

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
   * @param commit the branch or tag is at; empty where it has none or did not answer
   * @param answered whether the remote said so
   * @param trouble why there is no commit; empty where there is one
   */
  public record Head(String commit, boolean answered, String trouble) {}

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
      heads.put(
          remote.getKey(),
          head(
              repository,
              remote.getValue(),
              List.of(BRANCHES + branch),
              "branch " + branch,
              programs));
    }
    return heads;
  }

  /**
   * Asks a remote for a tag or branch. Blocks, for some seconds at the most.
   *
   * @param repository whose remote
   * @param remote its name
   * @param name of the tag or branch; a tag comes first
   * @param programs where git may be
   */
  public static Head named(Repository repository, String remote, String name, Programs programs)
      throws InterruptedException {
    String url = repository.remotes().getOrDefault(remote, "");
    List<String> refs = List.of(TAGS + name + PEELED, TAGS + name, BRANCHES + name);
    return head(repository, url, refs, "branch or tag " + name, programs);
  }

  /**
   * Asks for the first of some references that there is.
   *
   * @param what they are, for the answer that there is none
   */
  private static Head head(
      Repository repository, String url, List<String> refs, String what, Programs programs)
      throws InterruptedException {
    String trouble;
    try {
      URIish uri = new URIish(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme();
      if (!uri.isRemote() || scheme.equals("https") || scheme.equals("http")) {
        Map<String, Ref> found =
            new LsRemoteCommand(null)
                .setRemote(uri.isRemote() ? url : local(repository.root(), uri))
                .setHeads(true)
                .setTags(refs.size() > 1)
                .setTimeout(SECONDS)
                .callAsMap();
        return first(refs, ref -> commit(found, ref), what);
      }
      trouble = "it needs " + (scheme.isEmpty() ? "ssh" : scheme);
    } catch (GitAPIException | URISyntaxException | RuntimeException e) {
      trouble = String.valueOf(e.getMessage());
    }
    Path git = programs.find("git");
    if (git == null || url.startsWith("-")) {
      return new Head("", false, trouble + "; no git on this machine to ask it with");
    }
    try {
      Programs.Ran ran = Programs.run(git, asking(url, refs), null, QUIET, "", DEADLINE);
      if (!ran.ok()) {
        return new Head("", false, ran.firstLine());
      }
      Map<String, String> told = new LinkedHashMap<>();
      for (String line : ran.output().lines().toList()) {
        String[] parts = line.strip().split("\\s+", 2);
        if (parts.length == 2 && ObjectId.isId(parts[0])) {
          told.put(parts[1], parts[0]);
        }
      }
      return first(refs, told::get, what);
    } catch (java.io.IOException e) {
      return new Head("", false, trouble);
    }
  }

  private static List<String> asking(String url, List<String> refs) {
    List<String> all = new ArrayList<>(List.of("ls-remote", "--", url));
    all.addAll(refs);
    return all;
  }

  private static Head first(
      List<String> refs, Function<String, @Nullable String> commit, String what) {
    for (String ref : refs) {
      String found = commit.apply(ref);
      if (found != null) {
        return new Head(found, true, "");
      }
    }
    return new Head("", true, "it has no " + what);
  }

  private static @Nullable String commit(Map<String, Ref> found, String ref) {
    boolean peeled = ref.endsWith(PEELED);
    Ref there = found.get(peeled ? ref.substring(0, ref.length() - PEELED.length()) : ref);
    if (there == null) {
      return null;
    }
    ObjectId id = peeled ? there.getPeeledObjectId() : there.getObjectId();
    return id == null ? null : id.name();
  }

  private static String local(Path root, URIish uri) {
    String path = uri.getPath();
    @Nullable String scheme = uri.getScheme();
    return scheme == null ? root.resolve(path).normalize().toString() : path;
  }
}
