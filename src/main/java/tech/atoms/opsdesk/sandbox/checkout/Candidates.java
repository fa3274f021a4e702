package tech.atoms.opsdesk.sandbox.checkout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;

/**
 * Branches of versions that were never deployed, to be deployed: one that is well, and one that is
 * only well as long as nobody uses it. Each is one commit on the newest release.
 */
final class Candidates {
  private static final String APP = "app.py";
  private static final List<Candidate> ALL =
      List.of(
          new Candidate("1.5.1", "Read a user's sessions in one query", APP),
          new Candidate("1.6.0", "Query through a pool of the server's own", "app-pool.py"));

  private Candidates() {}

  private record Candidate(String version, String message, String resource) {
    String branch() {
      return Constants.R_HEADS + "release/" + version;
    }
  }

  /** Makes those that are not there, without touching the work tree, and pushes them. */
  static void make(Git git, List<String> remotes) throws IOException, GitAPIException {
    Repository repository = git.getRepository();
    ObjectId head = repository.resolve(Constants.HEAD);
    for (Candidate candidate : ALL) {
      if (head == null || repository.exactRef(candidate.branch()) != null) {
        continue;
      }
      RefUpdate update = repository.updateRef(candidate.branch());
      update.setNewObjectId(commit(repository, head, candidate));
      update.update();
      for (String remote : remotes) {
        git.push().setRemote(remote).setRefSpecs(new RefSpec(candidate.branch())).call();
      }
    }
  }

  private static ObjectId commit(Repository repository, ObjectId head, Candidate candidate)
      throws IOException {
    try (RevWalk walk = new RevWalk(repository);
        ObjectReader reader = repository.newObjectReader();
        ObjectInserter inserter = repository.newObjectInserter()) {
      RevCommit parent = walk.parseCommit(head);
      byte[] app =
          Checkout.resource(candidate.resource())
              .replace("@VERSION@", candidate.version())
              .getBytes(StandardCharsets.UTF_8);
      DirCache index = DirCache.newInCore();
      DirCacheBuilder builder = index.builder();
      builder.addTree(new byte[0], DirCacheEntry.STAGE_0, reader, parent.getTree());
      builder.finish();
      DirCacheEntry entry = index.getEntry(APP);
      if (entry == null) {
        throw new IOException("there is no " + APP + " in " + parent.name());
      }
      entry.setFileMode(FileMode.REGULAR_FILE);
      entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, app));
      Instant at = Instant.ofEpochSecond(parent.getCommitTime()).plus(Duration.ofHours(1));
      PersonIdent author = new PersonIdent("Engineering", mail("Engineering"), at, ZoneOffset.UTC);
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(inserter));
      commit.setParentId(parent);
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setMessage(candidate.message() + " (v" + candidate.version() + ")");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }

  /** Address of a role. */
  static String mail(String author) {
    return author.toLowerCase(Locale.ROOT).replace(' ', '-') + "@atoms.example";
  }
}
