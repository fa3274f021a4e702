package tech.atoms.opsdesk.check.configuration;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.environment.Secret;

/**
 * The checks of the server's environment variables: each of the thirty by presence and value, and
 * what they say together. The value of a secret is never shown, and where the platform does not
 * tell it, presence alone is judged.
 */
public final class ConfigurationChecks {
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  private final Fact<Settings> settings;
  private final @Nullable Fact<List<URI>> issuers;
  private final Rule.Context known;
  private final String source;

  /**
   * The checks of some variables.
   *
   * @param settings the variables
   * @param source where they come from, for people
   * @param issuers the authorization servers that the server names; null: it is not asked
   * @param publicUrl as users reach the server; null: not known
   * @param mcpPath path of the MCP endpoint
   * @param production whether real users are served
   */
  public ConfigurationChecks(
      Fact<Settings> settings,
      String source,
      @Nullable Fact<List<URI>> issuers,
      @Nullable URI publicUrl,
      String mcpPath,
      boolean production) {
    this.settings = settings;
    this.source = source;
    this.issuers = issuers;
    this.known = new Rule.Context(publicUrl, mcpPath, null, production);
  }

  /** All of them. */
  public List<Check> all() {
    List<Check> checks = new ArrayList<>();
    for (Wanted wanted : Wanted.ALL) {
      checks.add(
          Check.of(
              spec(
                      "variable." + wanted.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                      wanted.name(),
                      wanted.item())
                  .expecting(wanted.expected())
                  .by(
                      wanted.secret()
                          ? "presence; value where it is told, by form, never shown"
                          : "presence and value",
                      source)
                  .build(),
              facts -> variable(wanted, facts)));
    }
    checks.add(
        Check.of(
            spec("one-authority", "One authority for sign-in")
                .expecting("one, or the server names one alone")
                .by("two variables against the server's metadata", source)
                .build(),
            this::authorities));
    checks.add(
        over(
            "session-cleanup",
            "Cleanup of sessions",
            "more often than a session lasts",
            Contradictions::cleanup));
    checks.add(
        over(
            "addresses",
            "Addresses of the server",
            "base URL, public URL and endpoint agree",
            Contradictions::addresses));
    checks.add(
        over(
            "public-key",
            "Supabase's public key",
            "not the key that may do everything",
            Contradictions::keys));
    checks.add(
        over(
            "embeddings-model",
            "Model for embeddings",
            "one that is in service",
            Contradictions::model));
    checks.add(
        over("unset", "Variables that are set nowhere", "30 of 30 are set", Contradictions::unset));
    checks.add(over("set-twice", "Variables with two values", "none", Contradictions::twice));
    return List.copyOf(checks);
  }

  private CheckSpec.Builder spec(String id, String title, String... items) {
    return CheckSpec.of("configuration." + id, title, items).every(INTERVAL);
  }

  private Check over(String id, String title, String expected, Function<Settings, Answer> judge) {
    return Check.over(
        spec(id, title).expecting(expected).by("variables against each other", source).build(),
        settings,
        judge);
  }

  private Answer variable(Wanted wanted, Facts facts) throws InterruptedException {
    Settings all = facts.get(settings);
    Setting setting = all.get(wanted.name());
    if (setting == null) {
      return Answer.fail("not set (" + all.place() + ")");
    }
    String told = setting.value();
    if (told == null) {
      Evidence evidence = new Evidence(wanted.name(), "(" + setting.where() + ")");
      return wanted.secret()
          ? Answer.pass("set; its value is told to nobody", evidence)
          : Answer.unknown("set; the platform does not tell its value", evidence);
    }
    String value = told.strip();
    if (wanted.secret() && value.length() > 7) {
      new Secret(value); // from here on it is masked wherever it might appear
    }
    Evidence evidence =
        new Evidence(setting.where(), wanted.name() + "=" + (wanted.secret() ? "****" : value));
    if (value.isEmpty()) {
      return Answer.fail("set to nothing", evidence);
    }
    if (Rule.isPlaceholder(value)) {
      return Answer.fail("a placeholder" + (wanted.secret() ? "" : ": " + value), evidence);
    }
    Rule.Context context = known;
    if (wanted.item().equals("ENV-11")) {
      List<URI> issuersNamed = issuers == null ? null : facts.get(issuers);
      context =
          new Rule.Context(
              known.publicUrl(),
              known.mcpPath(),
              issuersNamed == null || issuersNamed.isEmpty() ? null : issuersNamed.getFirst(),
              known.production());
    }
    String wrong = wanted.rule().wrong(value, context);
    return wrong == null
        ? Answer.pass(wanted.secret() ? "set, of the right form" : value, evidence)
        : Answer.fail(wrong, evidence);
  }

  /** Where two are named only the server can tell which of them counts. */
  private Answer authorities(Facts facts) throws InterruptedException {
    Settings found = facts.get(settings);
    boolean ask = Contradictions.namesTwo(found);
    return Contradictions.authorities(found, ask && issuers != null ? facts.get(issuers) : null);
  }
}
