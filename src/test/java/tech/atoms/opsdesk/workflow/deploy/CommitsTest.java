package tech.atoms.opsdesk.workflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.common.ProblemException;

/** Which commit a plan binds, asked of real repositories. */
class CommitsTest {
  private @TempDir Path directory = Path.of(".");
  private Cloned git;
  private String first = "";

  @BeforeEach
  void open() throws Exception {
    git = new Cloned(directory);
    first = git.commit("app.py", "two\n");
    git.copied();
  }

  @AfterEach
  void close() {
    git.close();
  }

  private Commits.Bound bind(String ref, String commit) {
    return new Commits(git.checkout).bind(ref, commit);
  }

  @Test
  void theNewestCommitIsThatOfTheRepositoryAndNotOfTheCheckout() throws Exception {
    String pushed = git.commit("app.py", "three\n");
    assertThat(bind("main", "")).isEqualTo(new Commits.Bound(pushed, ""));
  }

  @Test
  void anAnnotatedTagStandsForItsCommit() throws Exception {
    git.tag("v1");
    git.commit("app.py", "three\n");
    assertThat(bind("v1", "").commit()).isEqualTo(first);
  }

  @Test
  void aNameThatTheRepositoryDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> bind("nope", ""))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("There is no such branch or tag")
        .hasMessageContaining("nope");
    assertThatThrownBy(() -> bind("main", "0123456"))
        .hasMessageContaining("There is no such commit");
  }

  @Test
  void aRepositoryThatDoesNotAnswerLeavesWhatTheCheckoutKnowsAndSaysSo() throws Exception {
    Files.move(git.origin, directory.resolve("away"));
    Commits.Bound bound = bind("main", "");
    assertThat(bound.commit()).isEqualTo(first);
    assertThat(bound.warning()).contains("origin did not answer", "that the checkout knows");
    assertThatThrownBy(() -> bind("nope", "")).hasMessageContaining("did not answer");
  }

  @Test
  void aCommitThatIsGivenIsTakenWholeAndItIsToldThatThereIsANewerOne() throws Exception {
    String pushed = git.commit("app.py", "three\n");
    Commits.Bound bound = bind("main", first.substring(0, 8));
    assertThat(bound.commit()).isEqualTo(first);
    assertThat(bound.warning()).contains("not the newest", pushed.substring(0, 7));
    assertThat(bind("main", pushed).warning()).isEmpty();
  }

  @Test
  void withoutACheckoutNothingIsBoundAndThatIsSaid() {
    Commits.Bound bound = new Commits(null).bind("main", "");
    assertThat(bound.commit()).isEmpty();
    assertThat(bound.warning()).contains("binds no commit", "names no checkout");
    assertThat(new Commits(directory.resolve("nowhere")).bind("main", "").warning())
        .contains("binds no commit", "no git repository");
  }
}
