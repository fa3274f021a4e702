package tech.atoms.opsdesk.check.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.source.Sources;

/** What the last run of the tests left in the checkout. Runs nobody's tests. */
public final class TestResultCheck {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String CACHE = ".pytest_cache/v/cache/";
  private static final List<String> FOLDERS =
      List.of("", "reports", "test-results", "test-reports");
  private static final Pattern REPORT = Pattern.compile("(?i).*(junit|report|test).*\\.xml");
  private static final Pattern NAMED = Pattern.compile("--junit-?xml[= ]([\\w./-]+)");
  private static final int SHOWN = 20;

  /** File systems and archives keep times by the second or two. */
  private static final Duration GRAIN = Duration.ofSeconds(2);

  private TestResultCheck() {}

  /**
   * What a run left.
   *
   * @param file that tells it
   * @param at when it was written
   * @param tests that ran to an end; null: not told
   * @param failed their names
   * @param trouble why its report says nothing; null: it does
   */
  private record Run(
      String file,
      Instant at,
      @Nullable Integer tests,
      List<String> failed,
      @Nullable String trouble) {}

  /** The check over a checkout. */
  public static Check of(Fact<Sources> sources) {
    return Check.over(
        CheckSpec.of("deployment.tests", "Last run of the tests")
            .expecting("none failed, and nothing was changed since")
            .by("JUnit XML and pytest's cache in the checkout; no test is run", "checkout")
            .every(Duration.ofMinutes(5))
            .build(),
        sources,
        TestResultCheck::judge);
  }

  private static Answer judge(Sources checkout) {
    List<Run> runs = new ArrayList<>();
    Run cached = cached(checkout);
    if (cached != null) {
      runs.add(cached);
    }
    for (String file : reports(checkout)) {
      Run run = report(checkout, file);
      if (run != null) {
        runs.add(run);
      }
    }
    Run newest = runs.stream().max(Comparator.comparing(Run::at)).orElse(null);
    if (newest == null) {
      return Answer.unknown("the checkout holds no result of a run of its tests");
    }
    if (newest.trouble() != null) {
      return Answer.unknown(
          "the newest report cannot be read: " + newest.trouble(),
          new Evidence("report", newest.file() + ", written " + newest.at()));
    }
    Evidence evidence =
        new Evidence(
            newest.file() + ", written " + newest.at(),
            newest.failed().isEmpty()
                ? "none failed"
                : String.join("\n", newest.failed().stream().limit(SHOWN).toList()));
    String of = newest.tests() == null ? "" : " of " + newest.tests();
    if (!newest.failed().isEmpty()) {
      return Answer.fail(newest.failed().size() + of + " failed", evidence);
    }
    if (newest.tests() != null && newest.tests() == 0) {
      return Answer.unknown("in the last run no test ran", evidence);
    }
    String changed = changedSince(checkout, newest.at());
    return changed == null
        ? Answer.pass("0" + of + " failed", evidence)
        : Answer.unknown("none failed, but " + changed + " was changed after that run", evidence);
  }

  /** A source that is newer than a run; null where there is none. */
  private static @Nullable String changedSince(Sources checkout, Instant run) {
    return checkout.tree().stream()
        .filter(name -> name.endsWith(".py") || name.equals("pyproject.toml"))
        .filter(
            name -> {
              Instant written = checkout.written(name);
              return written != null && written.isAfter(run.plus(GRAIN));
            })
        .findFirst()
        .orElse(null);
  }

  /** pytest writes the names of its tests at every run, and those that failed when they change. */
  private static @Nullable Run cached(Sources checkout) {
    String names = checkout.text(CACHE + "nodeids");
    String failed = checkout.text(CACHE + "lastfailed");
    Instant at =
        latest(checkout.written(CACHE + "nodeids"), checkout.written(CACHE + "lastfailed"));
    if (at == null) {
      return null;
    }
    try {
      List<String> which = new ArrayList<>();
      if (failed != null) {
        JSON.readTree(failed).fieldNames().forEachRemaining(which::add);
      }
      JsonNode all = names == null ? null : JSON.readTree(names);
      return new Run(
          ".pytest_cache", at, all == null || !all.isArray() ? null : all.size(), which, null);
    } catch (JsonProcessingException e) {
      return new Run(".pytest_cache", at, null, List.of(), "it is no JSON");
    }
  }

  private static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
    return one == null ? other : other == null || one.isAfter(other) ? one : other;
  }

  private static List<String> reports(Sources checkout) {
    List<String> files = new ArrayList<>();
    for (String folder : FOLDERS) {
      for (String name : checkout.list(folder)) {
        if (REPORT.matcher(name).matches()) {
          files.add(folder.isEmpty() ? name : folder + "/" + name);
        }
      }
    }
    for (String settings : List.of("pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini")) {
      String text = checkout.text(settings);
      Matcher named = NAMED.matcher(text == null ? "" : text);
      if (named.find() && checkout.has(named.group(1)) && !files.contains(named.group(1))) {
        files.add(named.group(1));
      }
    }
    return files;
  }

  /** Null where it is no report of tests. */
  private static @Nullable Run report(Sources checkout, String file) {
    String text = checkout.text(file);
    Instant at = checkout.written(file);
    if (text == null || at == null) {
      return null;
    }
    int tests = 0;
    boolean suites = false;
    List<String> failed = new ArrayList<>();
    try {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
      XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
      String test = "";
      while (xml.hasNext()) {
        if (xml.next() != XMLStreamConstants.START_ELEMENT) {
          continue;
        }
        switch (xml.getLocalName()) {
          case "testsuite", "testsuites" -> suites = true;
          case "testcase" -> {
            tests++;
            test = name(xml);
          }
          case "skipped" -> tests--;
          case "failure", "error" -> {
            if (!failed.contains(test)) {
              failed.add(test);
            }
          }
          default -> {
            // Output and properties tell nothing of the result.
          }
        }
      }
    } catch (XMLStreamException e) {
      // What does not even begin as a report of tests is another file.
      return suites || text.isBlank()
          ? new Run(file, at, null, List.of(), "it is cut off or no XML")
          : null;
    }
    return suites ? new Run(file, at, tests, failed, null) : null;
  }

  private static String name(XMLStreamReader xml) {
    String group = xml.getAttributeValue(null, "classname");
    String name = xml.getAttributeValue(null, "name");
    return (group == null ? "" : group + "::") + (name == null ? "a test without a name" : name);
  }
}
