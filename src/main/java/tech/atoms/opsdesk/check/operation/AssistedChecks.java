package tech.atoms.opsdesk.check.operation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.check.configuration.Settings;
import tech.atoms.opsdesk.check.source.PlatformFacts;
import tech.atoms.opsdesk.check.source.Sources;
import tech.atoms.opsdesk.environment.Contacts;
import tech.atoms.opsdesk.provider.vercel.Variable;
import tech.atoms.opsdesk.server.SignIn;

/** Facts for items that a person answers. None of them passes by itself. */
public final class AssistedChecks {
  private static final Path PACKAGE_LISTS = Path.of("/var/lib/apt/lists");
  private static final Duration INTERVAL = Duration.ofMinutes(15);

  /** The specification's variables that are secrets. */
  private static final Set<String> SECRETS =
      Set.of(
          "WORKOS_API_KEY",
          "WORKOS_CLIENT_ID",
          "SUPABASE_SERVICE_ROLE_KEY",
          "NEXT_PUBLIC_SUPABASE_ANON_KEY",
          "SUPABASE_JWT_SECRET");

  /** What infrastructure is written in. */
  private static final List<String> CODE =
      List.of(
          "vercel.json",
          "supabase/config.toml",
          "Dockerfile",
          "docker-compose.yml",
          "main.tf",
          "Pulumi.yaml");

  private static final List<String> FOLDERS =
      List.of("supabase/migrations", ".github/workflows", "terraform", "infra");

  /** As the hosts of Supabase's poolers are named after regions of AWS. */
  private static final Pattern REGION =
      Pattern.compile("(?:^|[.-])([a-z]{2}-(?:gov-)?[a-z]+-\\d)(?=[.-])");

  private static final int SHOWN = 20;

  private final Contacts contacts;
  private final List<String> databaseHosts;
  private final PlatformFacts platform;
  private final Fact<Sources> sources;
  private final Fact<Settings> settings;
  private final Fact<SignIn> signIn;
  private final InstantSource clock;

  /**
   * The checks.
   *
   * @param contacts whom the profile says to call
   * @param databaseHosts names of the hosts of its database; empty where the profile names none
   * @param platform what the platform tells
   * @param sources the checkout
   * @param settings the server's variables
   * @param signIn how the server asks for sign-in
   * @param clock tells ages
   */
  public AssistedChecks(
      Contacts contacts,
      List<String> databaseHosts,
      PlatformFacts platform,
      Fact<Sources> sources,
      Fact<Settings> settings,
      Fact<SignIn> signIn,
      InstantSource clock) {
    this.contacts = contacts;
    this.databaseHosts = List.copyOf(databaseHosts);
    this.platform = platform;
    this.sources = sources;
    this.settings = settings;
    this.signIn = signIn;
    this.clock = clock;
  }

  /** All of them. */
  public List<Check> all() {
    return List.of(
        Check.of(
            spec("package-lists", "Age of this machine's package lists", "SYS-01")
                .expecting("brought up to date lately")
                .by("newest file of " + PACKAGE_LISTS, "this machine")
                .build(),
            facts -> packageLists(PACKAGE_LISTS)),
        Check.of(
            spec("workos-application", "Application at WorkOS", "WOS-01")
                .expecting("a production application, seen in WorkOS")
                .by("client id among the variables, authorization server and its keys", "server")
                .build(),
            facts -> application(facts.get(settings), facts.get(signIn))),
        Check.over(
            spec("key-ages", "Age of keys", "SEC-11")
                .expecting("as young as the policy says")
                .by("when each secret variable was changed last", "platform's API")
                .build(),
            platform.variables(),
            this::ages),
        Check.over(
            spec("secret-storage", "Where secrets are kept", "BKP-08")
                .expecting("a vault that a person can name")
                .by("how the platform keeps each secret variable", "platform's API")
                .build(),
            platform.variables(),
            AssistedChecks::storage),
        Check.over(
            spec("infrastructure-code", "Infrastructure as code", "BKP-09")
                .expecting("all that a new environment needs")
                .by("files of the checkout that describe infrastructure", "checkout")
                .build(),
            sources,
            AssistedChecks::code),
        Check.of(
            spec("webhooks", "Webhooks for security events", "WOS-06", "SEC-23")
                .expecting("an endpoint that WorkOS calls, and its last event")
                .by("variables and files that are named after webhooks", "server, checkout")
                .build(),
            this::webhooks),
        Check.of(
            spec("regions", "Region of the database", "BKP-03")
                .expecting("a copy of each backup in another region")
                .by("host names of the profile's database", "profile")
                .build(),
            facts -> regions()),
        Check.of(
            spec("on-call", "Who is on call", "SIGN-09")
                .expecting("a schedule of the next 7 days")
                .by("contacts of the profile", "profile")
                .build(),
            facts -> onCall()));
  }

  private static CheckSpec.Builder spec(String id, String title, String... items) {
    return CheckSpec.of("evidence." + id, title, items).every(INTERVAL);
  }

  /** Where there is no such directory, packages come from elsewhere. */
  Answer packageLists(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Answer.notApplicable("this machine has no apt");
    }
    try (Stream<Path> files = Files.list(directory)) {
      Path newest =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.endsWith("lock"))
              .max(Comparator.comparing(AssistedChecks::written))
              .orElse(null);
      return newest == null
          ? Answer.facts("no package list was ever fetched, or they were removed")
          : Answer.facts(
              "package lists are " + age(written(newest)) + " old",
              new Evidence(newest.toString(), written(newest).toString()));
    }
  }

  private static Instant written(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  private static Answer application(Settings settings, SignIn signIn) {
    String client = settings.value("WORKOS_CLIENT_ID");
    Integer keys = signIn.keys();
    return Answer.facts(
        (settings.has("WORKOS_CLIENT_ID") ? "a client id is set" : "no client id is set")
            + (keys == null ? ", no keys were read" : ", the authorization server publishes keys"),
        new Evidence("WORKOS_CLIENT_ID", Objects.requireNonNullElse(client, "not told")),
        new Evidence("authorization servers", signIn.issuers().toString()));
  }

  private Answer ages(List<Variable> variables) {
    List<Variable> dated =
        secrets(variables).stream()
            .filter(one -> one.updated() != null)
            .sorted(Comparator.comparing(AssistedChecks::changed))
            .toList();
    if (dated.isEmpty()) {
      return Answer.facts("the platform tells no secret's age");
    }
    Variable oldest = dated.getFirst();
    return Answer.facts(
        "the oldest is " + oldest.key() + ", changed " + age(changed(oldest)) + " ago",
        new Evidence(
            "changed",
            dated.stream()
                .map(one -> one.key() + ": " + changed(one))
                .collect(Collectors.joining("\n"))));
  }

  private static Instant changed(Variable variable) {
    return Objects.requireNonNullElse(variable.updated(), Instant.EPOCH);
  }

  private static Answer storage(List<Variable> variables) {
    List<Variable> secrets = secrets(variables);
    long open = secrets.stream().filter(one -> one.type().equals("plain")).count();
    return Answer.facts(
        "%d secrets at the platform, %d of them in plain text".formatted(secrets.size(), open),
        new Evidence(
            "names",
            secrets.stream()
                .map(one -> one.key() + ": " + one.type())
                .collect(Collectors.joining("\n"))));
  }

  private static List<Variable> secrets(List<Variable> variables) {
    return variables.stream().filter(one -> SECRETS.contains(one.key())).toList();
  }

  private static Answer code(Sources checkout) {
    List<String> found = new ArrayList<>(CODE.stream().filter(checkout::has).toList());
    for (String folder : FOLDERS) {
      int files = checkout.list(folder).size();
      if (files > 0) {
        found.add(folder + ", " + files + (files == 1 ? " file" : " files"));
      }
    }
    return found.isEmpty()
        ? Answer.facts("the checkout describes no infrastructure")
        : Answer.facts(
            "the checkout has " + found.size() + " of the usual places",
            new Evidence(checkout.root().toString(), String.join("\n", found)));
  }

  private Answer webhooks(Facts facts) throws InterruptedException {
    List<String> names =
        facts.get(settings).all().keySet().stream()
            .filter(name -> name.contains("WEBHOOK"))
            .sorted()
            .toList();
    List<String> files;
    String trouble = "none";
    try {
      files =
          facts.get(sources).tree().stream()
              .filter(name -> name.toLowerCase(Locale.ROOT).contains("webhook"))
              .limit(SHOWN)
              .toList();
    } catch (Unanswerable e) {
      files = List.of();
      trouble = e.problem().why();
    }
    return Answer.facts(
        names.size()
            + (names.size() == 1 ? " variable" : " variables")
            + " and "
            + files.size()
            + (files.size() == 1 ? " file" : " files")
            + " named after webhooks",
        new Evidence("variables", names.isEmpty() ? "none" : String.join("\n", names)),
        new Evidence("checkout", files.isEmpty() ? trouble : String.join("\n", files)));
  }

  private Answer regions() {
    if (databaseHosts.isEmpty()) {
      return Answer.facts("the profile names no database");
    }
    List<String> regions =
        databaseHosts.stream()
            .map(REGION::matcher)
            .filter(Matcher::find)
            .map(found -> found.group(1))
            .distinct()
            .toList();
    return Answer.facts(
        regions.isEmpty()
            ? "the database's host name tells no region"
            : "the database is in " + String.join(", ", regions),
        new Evidence("database hosts", String.join("\n", databaseHosts)));
  }

  private Answer onCall() {
    return contacts.onCall().isEmpty()
        ? Answer.facts("the profile names nobody")
        : Answer.facts(
            contacts.onCall().size() + " people in the profile; it holds no dates",
            new Evidence(
                "contacts.onCall",
                contacts.onCall().stream()
                    .map(Contacts.Person::role)
                    .collect(Collectors.joining("\n"))));
  }

  private String age(@Nullable Instant since) {
    Duration age = since == null ? Duration.ZERO : Duration.between(since, clock.instant());
    return age.toDays() > 0 ? age.toDays() + " d" : age.toHours() + " h";
  }
}
