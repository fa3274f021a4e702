package tech.atoms.opsdesk.workflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a deployment changes, read from a real repository. */
class ChangesTest {
  private @TempDir Path directory = Path.of(".");
  private final Map<String, String> facts = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private Cloned git;
  private String live = "";

  @BeforeEach
  void open() throws Exception {
    git = new Cloned(directory);
    git.commit("uv.lock", lock("2.12.2", "old-thing"));
    git.commit("vercel.json", "{\"regions\": [\"iad1\"], \"crons\": []}");
    live = git.commit("supabase/migrations/20250901080000_tables.sql", "select 1;\n");
  }

  @AfterEach
  void close() {
    git.close();
  }

  private static String lock(String version, String other) {
    return """
    version = 1
    requires-python = ">=3.11"

    [[package]]
    name = "fastmcp"
    version = "%s"
    source = { registry = "https://pypi.org/simple" }

    [[package]]
    name = "%s"
    version = "1.0"
    source = { registry = "https://pypi.org/simple" }
    """
        .formatted(version, other);
  }

  private void tell(String from, String to) throws Exception {
    git.copied();
    new Changes(new Commits(git.checkout), from, to).tell(facts, warnings);
  }

  @Test
  void commitsFilesMigrationsPackagesAndSettingsAreTold() throws Exception {
    git.commit("app.py", "one\ntwo\nthree\n");
    git.commit("uv.lock", lock("2.12.4", "new-thing"));
    git.commit("vercel.json", "{\"regions\": [\"fra1\"], \"crons\": []}");
    String to = git.commit("supabase/migrations/20251101090000_index.sql", "select 2;\n");
    tell(live, to);
    assertThat(facts)
        .containsEntry("commits", "4 new, " + live.substring(0, 7) + " to " + to.substring(0, 7))
        .containsEntry("files", "4 changed, +6 -3")
        .containsEntry("migrations", "20251101090000")
        .containsEntry("dependencies", "fastmcp 2.12.2 to 2.12.4, + new-thing 1.0, - old-thing 1.0")
        .containsEntry("vercel.json", "changed: regions");
    assertThat(warnings).singleElement().asString().contains("apply them before go");
    assertThat(Changes.migrations(facts)).containsExactly("20251101090000");
  }

  @Test
  void whatIsLiveAlreadyChangesNothing() throws Exception {
    tell(live, live);
    assertThat(facts)
        .containsEntry("commits", "none: the same as live")
        .containsEntry("files", "none changed")
        .containsEntry("migrations", "none")
        .containsEntry("dependencies", "the same")
        .containsEntry("vercel.json", "the same");
    assertThat(warnings).isEmpty();
    assertThat(Changes.migrations(facts)).isEmpty();
  }

  @Test
  void whatIsLiveAndLeftOutIsWarnedOf() throws Exception {
    git.branchOff("release", live);
    git.commit("app.py", "mended\n");
    String now = git.commit("app.py", "mended twice\n");
    git.branchOff("other", live);
    String to = git.commit("requirements.txt", "fastmcp==2.12.4\n");
    tell(now, to);
    assertThat(facts.get("commits")).startsWith("1 new").endsWith("; without 2 of live");
    assertThat(facts).containsEntry("dependencies", "changed: requirements.txt");
    assertThat(warnings).singleElement().asString().contains("leaves out 2 commits");
  }

  @Test
  void aCommitThatTheCheckoutDoesNotHaveMakesItUnknownAndNeverNothing() throws Exception {
    git.copied();
    String to = git.commit("app.py", "pushed later\n");
    new Changes(new Commits(git.checkout), live, to).tell(facts, warnings);
    assertThat(facts.get("commits")).startsWith("not known: there is no commit " + to);
    assertThat(warnings).anyMatch(one -> one.contains("git fetch"));
    assertThat(warnings).contains(Planning.NO_MIGRATIONS);
  }
}
