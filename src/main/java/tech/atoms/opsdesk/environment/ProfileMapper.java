package tech.atoms.opsdesk.environment;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes the records of a document that was checked, and fills in the defaults. */
final class ProfileMapper {
  private static final URI VERCEL = URI.create("https://api.vercel.com");
  private static final URI SUPABASE = URI.create("https://api.supabase.com");
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int CONNECTIONS = 2;
  private static final int UNLOCK = 15;
  private static final int REQUESTS_PER_MINUTE = 60;

  private final Path profile;
  private final Path directory;

  /**
   * Creates the mapper.
   *
   * @param profile the document's file, absolute; relative files start at its directory
   */
  ProfileMapper(Path profile) {
    this.profile = profile;
    this.directory = profile.resolveSibling("");
  }

  Profile profile(JsonNode root) {
    List<Environment> environments = new ArrayList<>();
    root.path("environments").forEach(node -> environments.add(environment(node)));
    return new Profile(profile, environments, database(root.path("store")));
  }

  private Environment environment(JsonNode node) {
    EnvironmentKind kind =
        EnvironmentKind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT));
    String interval = text(node, "samplingInterval");
    return new Environment(
        node.path("name").asText(),
        kind,
        server(node.path("server")),
        database(node.path("database")),
        platform(node.path("platform")),
        policy(node.path("policy"), kind),
        contacts(node.path("contacts")),
        interval == null ? INTERVAL : ProfileRules.interval(interval),
        source(node.path("source")),
        people(node.path("people")),
        backup(node.path("backup")),
        notices(node),
        supabase(node.path("supabase")));
  }

  private @Nullable BackupSettings backup(JsonNode node) {
    Path directory = file(node, "directory");
    if (directory == null) {
      return null;
    }
    return new BackupSettings(
        node.has("schemas") ? texts(node.path("schemas")) : List.of("public"),
        texts(node.path("recipients")),
        secret(node, "identity"),
        needed(node, "signingKey"),
        directory,
        node.has("maxAgeHours")
            ? Duration.ofHours(node.path("maxAgeHours").asInt())
            : BackupSettings.USUAL_MAX_AGE,
        profile,
        write(node.path("restore")),
        node.has("schedule") ? DueTimes.parse(node.path("schedule").asText()) : null,
        keep(node.path("keep")),
        copies(node.path("copies")));
  }

  private List<BackupCopy> copies(JsonNode list) {
    List<BackupCopy> copies = new ArrayList<>();
    for (JsonNode one : list) {
      String name = one.path("name").asText();
      Path directory = file(one, "directory");
      JsonNode s3 = one.path("s3");
      String endpoint = text(s3, "endpoint");
      copies.add(
          directory != null
              ? new BackupCopy.InDirectory(name, directory)
              : new BackupCopy.InS3(
                  name,
                  s3.path("bucket").asText(),
                  s3.path("region").asText(),
                  endpoint == null ? null : withoutSlash(endpoint),
                  s3.path("prefix").asText(),
                  needed(s3, "accessKey"),
                  needed(s3, "secretKey")));
    }
    return copies;
  }

  private static BackupSettings.Keep keep(JsonNode node) {
    BackupSettings.Keep usual = BackupSettings.Keep.USUAL;
    return new BackupSettings.Keep(
        node.path("daily").asInt(usual.daily()),
        node.path("monthly").asInt(usual.monthly()),
        node.path("atLeast").asInt(usual.atLeast()),
        node.path("removedPerRun").asInt(usual.removedPerRun()));
  }

  private static List<String> texts(JsonNode list) {
    List<String> all = new ArrayList<>();
    list.forEach(one -> all.add(one.asText()));
    return all;
  }

  private Notices notices(JsonNode environment) {
    List<Channel> channels = new ArrayList<>();
    environment.path("channels").forEach(node -> channels.add(channel(node)));
    return new Notices(channels, texts(environment.path("notify").path("runs")));
  }

  private Channel channel(JsonNode node) {
    String name = node.path("name").asText();
    Path caFile = file(node, "caFile");
    return switch (node.path("kind").asText()) {
      case "slack" -> new Channel.Slack(name, needed(node, "url"), caFile);
      case "webhook" ->
          new Channel.Webhook(name, needed(node, "url"), secret(node, "token"), caFile);
      default -> {
        Channel.Security security =
            Channel.Security.of(node.path("security").asText(Channel.Security.STARTTLS.name()));
        yield new Channel.Email(
            name,
            node.path("host").asText(),
            node.path("port").asInt(security.usualPort()),
            security,
            text(node, "user"),
            secret(node, "password"),
            node.path("from").asText(),
            texts(node.path("to")),
            caFile);
      }
    };
  }

  private static SecretRef needed(JsonNode node, String key) {
    return SecretRef.parse(node.path(key).asText());
  }

  private Source source(JsonNode node) {
    return new Source(file(node, "checkout"), file(node, "envFile"));
  }

  private static List<Person> people(JsonNode node) {
    List<Person> people = new ArrayList<>();
    for (JsonNode one : node) {
      people.add(
          new Person(
              one.path("name").asText(), one.path("login").asText(), texts(one.path("roles"))));
    }
    return people;
  }

  private ServerSettings server(JsonNode node) {
    URI baseUrl = withoutSlash(node.path("baseUrl").asText());
    String reached = text(node, "publicUrl");
    String plain = text(node, "plainUrl");
    URI publicUrl = reached == null ? baseUrl : withoutSlash(reached);
    return new ServerSettings(
        baseUrl,
        node.path("healthPath").asText("/health"),
        node.path("metricsPath").asText("/metrics"),
        node.path("mcpPath").asText("/api/mcp"),
        secret(node, "token"),
        secret(node, "expiredToken"),
        file(node, "caFile"),
        publicUrl,
        plain == null ? ServerSettings.plain(publicUrl) : withoutSlash(plain));
  }

  private @Nullable DatabaseSettings database(JsonNode node) {
    if (node.isMissingNode()) {
      return null;
    }
    String url = node.path("url").asText();
    DatabaseUrl parsed = DatabaseUrl.parse(url);
    SslMode byDefault = parsed.isLoopback() ? SslMode.DISABLE : SslMode.VERIFY_FULL;
    SslMode asked = parsed.sslMode() == null ? byDefault : parsed.sslMode();
    return new DatabaseSettings(
        url,
        node.path("user").asText(),
        secret(node, "password"),
        SslMode.of(node.path("sslmode").asText()).orElse(asked),
        file(node, "rootCertificate"),
        write(node.path("write")));
  }

  private static DatabaseSettings.@Nullable Write write(JsonNode node) {
    return node.isMissingNode()
        ? null
        : new DatabaseSettings.Write(node.path("user").asText(), secret(node, "password"));
  }

  private static @Nullable PlatformSettings platform(JsonNode node) {
    SecretRef token = secret(node, "token");
    if (token == null) {
      return null;
    }
    String url = text(node, "apiUrl");
    return new PlatformSettings(
        url == null ? VERCEL : withoutSlash(url),
        node.path("project").asText(),
        text(node, "team"),
        token);
  }

  private static @Nullable SupabaseSettings supabase(JsonNode node) {
    SecretRef token = secret(node, "token");
    if (token == null) {
      return null;
    }
    String url = text(node, "apiUrl");
    return new SupabaseSettings(
        url == null ? SUPABASE : withoutSlash(url), node.path("project").asText(), token);
  }

  private static Policy policy(JsonNode node, EnvironmentKind kind) {
    JsonNode budgets = node.path("budgets");
    return new Policy(
        texts(node.path("mayChange")),
        node.path("typedConfirmation").asBoolean(kind == EnvironmentKind.PRODUCTION),
        node.path("fourEyes").asBoolean(kind == EnvironmentKind.PRODUCTION),
        node.path("unlockMinutes").asInt(kind == EnvironmentKind.PRODUCTION ? UNLOCK : 0),
        node.path("recoverySeconds").asInt(Policy.USUAL_RECOVERY),
        keepWarm(node.path("keepWarm")),
        new Policy.Budgets(
            budgets.path("databaseConnections").asInt(CONNECTIONS),
            budgets.path("requestsPerMinute").asInt(REQUESTS_PER_MINUTE)));
  }

  private static Policy.KeepWarm keepWarm(JsonNode node) {
    String interval = text(node, "interval");
    return new Policy.KeepWarm(
        node.path("on").asBoolean(Policy.KeepWarm.USUAL.on()),
        interval == null ? Policy.KeepWarm.USUAL.interval() : ProfileRules.interval(interval));
  }

  private static Contacts contacts(JsonNode node) {
    List<Contacts.Person> onCall = new ArrayList<>();
    for (String role : List.of("Primary", "Secondary", "Escalation")) {
      String phone = text(node.path("onCall"), role.toLowerCase(Locale.ROOT));
      if (phone != null) {
        onCall.add(new Contacts.Person(role, phone));
      }
    }
    List<Contacts.Team> teams = new ArrayList<>();
    node.path("teams")
        .properties()
        .forEach(
            team ->
                teams.add(
                    new Contacts.Team(
                        team.getKey(),
                        team.getValue().path("slack").asText(""),
                        team.getValue().path("email").asText(""))));
    return new Contacts(onCall, teams);
  }

  private static @Nullable SecretRef secret(JsonNode node, String key) {
    String text = text(node, key);
    return text == null ? null : SecretRef.parse(text);
  }

  private @Nullable Path file(JsonNode node, String key) {
    String text = text(node, key);
    if (text == null) {
      return null;
    }
    return HomePath.resolve(directory, text);
  }

  private static URI withoutSlash(String url) {
    return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
  }

  private static @Nullable String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isMissingNode() ? null : value.asText();
  }
}
