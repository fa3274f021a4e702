package tech.atoms.opsdesk.sandbox.checkout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.PrivateFiles;
import tech.atoms.opsdesk.common.git.QuietGit;

/**
 * The checked-out sources: one commit and tag per release, and two remotes, which are bare
 * repositories beside it. Made once, kept afterwards. The same releases give the same commits.
 */
public final class Checkout {
  /** Names of the remotes. */
  public static final List<String> REMOTES = List.of("origin", "mirror");

  private static final Pattern REF =
      Pattern.compile("(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._/-]{0,200}");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,40}");
  private static final String CACHE = ".pytest_cache/v/cache/";

  /** Where a file of the checkout comes from, among the resources of this package. */
  private static final Map<String, String> FILES = new LinkedHashMap<>();

  static {
    for (String name :
        List.of(
            "vercel.json",
            "pyproject.toml",
            "uv.lock",
            "requirements.txt",
            "requirements-prod.txt",
            "tests/unit/test_health.py",
            "supabase/migrations/20250901080000_tables.sql",
            "supabase/migrations/20250901080500_entities.sql",
            "supabase/migrations/20250915101000_sessions.sql",
            "supabase/migrations/20251020093000_row_security.sql")) {
      FILES.put(name, name);
    }
    FILES.put(".python-version", "python-version");
    FILES.put(".gitignore", "gitignore");
    FILES.put(".vercelignore", "vercelignore");
  }

  private final Path directory;
  private final Path remotes;

  /**
   * A checkout.
   *
   * @param directory where it is, or will be
   * @param remotes where its remotes are, or will be
   */
  public Checkout(Path directory, Path remotes) {
    this.directory = directory;
    this.remotes = remotes;
    QuietGit.only();
  }

  /**
   * Makes it where it is not there. Takes about half a second then.
   *
   * @param releases newest first; there is at least one
   * @return the commit of each version, 40 hexadecimal digits
   */
  public Map<String, String> make(List<Release> releases) throws IOException {
    try {
      Map<String, String> commits =
          Files.isDirectory(directory.resolve(".git")) ? commits() : made(releases);
      try (Git git = Git.open(directory.toFile())) {
        Candidates.make(git, REMOTES);
      }
      return commits;
    } catch (GitAPIException | java.net.URISyntaxException e) {
      throw new IOException("the checkout was not made: " + e.getMessage(), e);
    }
  }

  private Map<String, String> commits() throws IOException, GitAPIException {
    Map<String, String> commits = new LinkedHashMap<>();
    try (Git git = Git.open(directory.toFile())) {
      for (Ref tag : git.tagList().call()) {
        Ref peeled = git.getRepository().getRefDatabase().peel(tag);
        ObjectId commit = peeled.getPeeledObjectId();
        commits.put(
            tag.getName().substring("refs/tags/".length()),
            ObjectId.toString(commit == null ? tag.getObjectId() : commit));
      }
    }
    return commits;
  }

  private Map<String, String> made(List<Release> releases)
      throws IOException, GitAPIException, java.net.URISyntaxException {
    Map<String, String> commits = new LinkedHashMap<>();
    PrivateFiles.directory(directory);
    for (var file : FILES.entrySet()) {
      write(file.getKey(), resource(file.getValue()));
    }
    try (Git git = Git.init().setDirectory(directory.toFile()).setInitialBranch("main").call()) {
      String app = resource("app.py");
      for (Release release : releases.stream().sorted(Comparator.comparing(Release::at)).toList()) {
        write("app.py", app.replace("@VERSION@", release.version().substring(1)));
        git.add().addFilepattern(".").call();
        PersonIdent author = author(release);
        RevCommit commit =
            git.commit()
                .setMessage(release.message() + " (" + release.version() + ")")
                .setAuthor(author)
                .setCommitter(author)
                .setSign(false)
                .call();
        git.tag()
            .setName(release.version())
            .setMessage("Release " + release.version())
            .setTagger(author)
            .setSigned(false)
            .call();
        commits.put(release.version(), commit.name());
      }
      for (String remote : REMOTES) {
        publish(git, remote);
      }
    }
    return commits;
  }

  private void publish(Git git, String remote)
      throws IOException, GitAPIException, java.net.URISyntaxException {
    Path bare = remotes.resolve(remote + ".git");
    PrivateFiles.directory(remotes);
    Git.init().setBare(true).setDirectory(bare.toFile()).setInitialBranch("main").call().close();
    git.remoteAdd().setName(remote).setUri(new URIish(bare.toUri().toURL())).call();
    git.push().setRemote(remote).setPushAll().setPushTags().call();
  }

  /**
   * Writes what is not kept in git: which project the checkout belongs to, the variables, and what
   * pytest left of its last run.
   *
   * @param project id of the platform's project
   * @param name of the project
   * @param team id of its team
   * @param variables value by name; an existing file is kept
   */
  public void link(String project, String name, String team, Map<String, String> variables)
      throws IOException {
    Path link = directory.resolve(".vercel/project.json");
    if (!Files.exists(link)) {
      write(
          ".vercel/project.json",
          "{\"projectId\":\"%s\",\"orgId\":\"%s\",\"projectName\":\"%s\"}\n"
              .formatted(project, team, name));
    }
    if (!Files.exists(directory.resolve(CACHE + "nodeids"))) {
      write(CACHE + "nodeids", "[\n  \"tests/unit/test_health.py::test_the_version_is_told\"\n]\n");
      write(CACHE + "lastfailed", "{}\n");
    }
    if (!Files.exists(envFile())) {
      StringBuilder text = new StringBuilder("# Variables of the sandbox's server\n");
      variables.forEach(
          (key, value) -> text.append(key).append("=\"").append(value).append("\"\n"));
      PrivateFiles.write(envFile(), text.toString(), false);
    }
  }

  /**
   * Follows the sandbox's parts to other ports.
   *
   * @param moved old base URL → new one
   */
  public void follow(Map<String, String> moved) throws IOException {
    if (Files.exists(envFile()) && !moved.isEmpty()) {
      String text = Files.readString(envFile());
      for (var one : moved.entrySet()) {
        text = text.replace(one.getKey(), one.getValue());
      }
      PrivateFiles.write(envFile(), text, true);
    }
  }

  /**
   * The sources of a commit, as the platform gets them: from {@code origin}.
   *
   * @param ref branch, tag or commit
   * @param sha commit, full or shortened; null: the newest of the ref
   * @return empty where there is no such commit
   */
  public Optional<Source> source(String ref, @Nullable String sha) throws IOException {
    try (Git git = Git.open(remotes.resolve(REMOTES.getFirst() + ".git").toFile());
        RevWalk walk = new RevWalk(git.getRepository())) {
      Repository repository = git.getRepository();
      ObjectId of = REF.matcher(ref).matches() ? repository.resolve(ref + "^{commit}") : null;
      if (of != null && sha != null) {
        of = COMMIT.matcher(sha).matches() ? repository.resolve(sha + "^{commit}") : null;
      }
      if (of == null || !repository.getObjectDatabase().has(of)) {
        return Optional.empty();
      }
      RevCommit commit = walk.parseCommit(of);
      String app = null;
      try (TreeWalk file = TreeWalk.forPath(repository, Source.FILE, commit.getTree())) {
        if (file != null) {
          app = new String(repository.open(file.getObjectId(0)).getBytes(), StandardCharsets.UTF_8);
        }
      }
      return Optional.of(
          new Source(
              commit.name(), commit.getShortMessage(), commit.getAuthorIdent().getName(), app));
    } catch (AmbiguousObjectException e) {
      return Optional.empty();
    }
  }

  /** File of the variables. */
  public Path envFile() {
    return directory.resolve(".env.production");
  }

  private static PersonIdent author(Release release) {
    return new PersonIdent(
        release.author(), Candidates.mail(release.author()), release.at(), ZoneOffset.UTC);
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file, text);
  }

  static String resource(String name) throws IOException {
    try (InputStream in = Checkout.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
