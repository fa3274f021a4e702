package tech.atoms.opsdesk.workflow.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.revwalk.RevCommit;
import tech.atoms.opsdesk.common.git.QuietGit;

/** A repository that people push to, and a checkout that was cloned from it. */
final class Cloned implements AutoCloseable {
  final Path origin;
  final Path checkout;
  private final Git at;

  Cloned(Path directory) throws IOException, GitAPIException {
    QuietGit.only();
    origin = directory.resolve("origin");
    checkout = directory.resolve("checkout");
    at = Git.init().setDirectory(origin.toFile()).setInitialBranch("main").call();
    commit("app.py", "one\n");
  }

  /** Clones what is there now. */
  void copied() throws GitAPIException {
    Git.cloneRepository()
        .setURI(origin.toUri().toString())
        .setDirectory(checkout.toFile())
        .call()
        .close();
  }

  /** Writes a file and commits it. */
  String commit(String name, String text) throws IOException, GitAPIException {
    Path file = origin.resolve(name);
    Files.createDirectories(origin.resolve(name).getParent());
    Files.writeString(file, text);
    at.add().addFilepattern(name).call();
    RevCommit commit =
        at.commit()
            .setMessage("change " + name)
            .setAuthor("Engineering", "engineering@atoms.example")
            .setCommitter("Engineering", "engineering@atoms.example")
            .setSign(false)
            .call();
    return commit.name();
  }

  /** Goes back to a commit, on a branch of its own. */
  void branchOff(String name, String commit) throws GitAPIException {
    at.checkout().setCreateBranch(true).setName(name).setStartPoint(commit).call();
  }

  void tag(String name) throws GitAPIException {
    at.tag()
        .setName(name)
        .setMessage("Release " + name)
        .setAnnotated(true)
        .setSigned(false)
        .setTagger(new org.eclipse.jgit.lib.PersonIdent("Engineering", "engineering@atoms.example"))
        .call();
  }

  @Override
  public void close() {
    at.close();
  }
}
