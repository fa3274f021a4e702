package tech.atoms.opsdesk.check.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.git.QuietGit;

/**
 * The git repository of a checkout, as it was read.
 *
 * @param root directory of the checkout
 * @param head commit that is checked out; empty where there is none
 * @param branch that is checked out; empty where none is
 * @param tags commit by tag
 * @param remotes URL by name
 * @param tracked files in the index, as paths from the root
 */
public record Repository(
    Path root,
    String head,
    String branch,
    Map<String, String> tags,
    Map<String, String> remotes,
    Set<String> tracked) {
  private static final String TAGS = "refs/tags/";
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,40}");
  private static final int LONGEST = 1024 * 1024;

  /** The repository of a checkout. */
  public static Fact<Repository> fact(Fact<Sources> sources) {
    return Fact.of(
        "git repository", Lane.MACHINE, facts -> read(facts.get(sources).root()), sources);
  }

  /**
   * Reads the repository of a checkout. Blocks.
   *
   * @param root directory of the checkout
   * @throws Unanswerable where there is none, or it cannot be read
   */
  public static Repository read(Path root) throws IOException {
    try (var git = open(root)) {
      Map<String, String> tags = new TreeMap<>();
      for (Ref tag : git.getRefDatabase().getRefsByPrefix(TAGS)) {
        Ref peeled = git.getRefDatabase().peel(tag);
        ObjectId commit = peeled.getPeeledObjectId();
        tags.put(
            tag.getName().substring(TAGS.length()),
            ObjectId.toString(commit == null ? tag.getObjectId() : commit));
      }
      Map<String, String> remotes = new LinkedHashMap<>();
      for (String name : git.getRemoteNames()) {
        String url = git.getConfig().getString("remote", name, "url");
        if (url != null) {
          remotes.put(name, url);
        }
      }
      Set<String> tracked = new TreeSet<>();
      var index = git.readDirCache();
      for (int i = 0; i < index.getEntryCount(); i++) {
        tracked.add(index.getEntry(i).getPathString());
      }
      ObjectId head = git.resolve("HEAD");
      String full = git.getFullBranch();
      return new Repository(
          root,
          head == null ? "" : ObjectId.toString(head),
          full == null || !full.startsWith("refs/heads/")
              ? ""
              : full.substring("refs/heads/".length()),
          Map.copyOf(tags),
          new LinkedHashMap<>(remotes),
          Set.copyOf(tracked));
    }
  }

  /**
   * A file as a commit has it. Blocks.
   *
   * @param commit 40 hexadecimal digits
   * @param path from the root
   * @return null where the commit has no such file
   * @throws Unanswerable where the repository does not have the commit
   */
  public @Nullable String fileAt(String commit, String path) throws IOException {
    try (var git = open(root);
        RevWalk walk = new RevWalk(git)) {
      RevCommit found = parse(walk, commit);
      try (TreeWalk file = TreeWalk.forPath(git, path, found.getTree())) {
        return file == null
            ? null
            : new String(git.open(file.getObjectId(0)).getBytes(LONGEST), StandardCharsets.UTF_8);
      }
    }
  }

  /**
   * The commit that a branch or tag is at, as far as the checkout knows. Blocks.
   *
   * @param ref name of a branch or tag, or a commit, full or shortened
   * @param remote whose branches count before the checkout's own; null: none
   * @return 40 hexadecimal digits; empty where the checkout has no such commit
   */
  public String commitOf(String ref, @Nullable String remote) throws IOException {
    List<String> names = new ArrayList<>(List.of(TAGS + ref));
    if (remote != null) {
      names.add("refs/remotes/" + remote + "/" + ref);
    }
    names.add("refs/heads/" + ref);
    try (var git = open(root)) {
      for (String name : names) {
        Ref found = git.exactRef(name);
        if (found != null) {
          ObjectId commit = git.getRefDatabase().peel(found).getPeeledObjectId();
          return ObjectId.toString(commit == null ? found.getObjectId() : commit);
        }
      }
      ObjectId commit = COMMIT.matcher(ref).matches() ? git.resolve(ref + "^{commit}") : null;
      return commit != null && git.getObjectDatabase().has(commit) ? commit.name() : "";
    } catch (AmbiguousObjectException | MissingObjectException e) {
      return "";
    }
  }

  /** A commit, read. */
  RevCommit parse(RevWalk walk, String commit) throws IOException {
    try {
      if (!ObjectId.isId(commit)) {
        throw new MissingObjectException(ObjectId.zeroId(), "commit");
      }
      return walk.parseCommit(ObjectId.fromString(commit));
    } catch (MissingObjectException e) {
      throw new Unanswerable(
          new Problem(
              "A commit is not in the checkout",
              root.toString(),
              "there is no commit " + (commit.isEmpty() ? "told by the platform" : commit),
              "Run 'git fetch --all --tags' in the checkout"),
          e);
    }
  }

  static org.eclipse.jgit.lib.Repository open(Path root) throws IOException {
    QuietGit.only();
    try {
      return new FileRepositoryBuilder().findGitDir(root.toFile()).setMustExist(true).build();
    } catch (IOException | IllegalArgumentException e) {
      boolean broken = e.getCause() instanceof ConfigInvalidException;
      throw new Unanswerable(
          new Problem(
              "The checkout's git repository cannot be read",
              root.toString(),
              broken ? "its config is malformed" : "it is no git repository",
              "Name a directory that was made by 'git clone' as source.checkout"),
          e);
    }
  }

  /** Names of the tags that a commit has. */
  public List<String> tagsOf(String commit) {
    return tags.entrySet().stream()
        .filter(tag -> tag.getValue().equals(commit))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
