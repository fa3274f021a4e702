package tech.atoms.opsdesk.environment;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Loopback;

/**
 * One server with its database, its providers and its policy, as the profile describes it.
 *
 * @param name unique in the profile, shown in the switcher and typed in confirmations
 * @param kind what it is for
 * @param server where the MCP server answers
 * @param database the monitored PostgreSQL; null where the profile names none
 * @param platform the hosting platform's API; null where the profile names none
 * @param policy who may change it and how
 * @param contacts whom to call
 * @param samplingInterval how often its sources are read; 5 s unless the profile says otherwise
 * @param source where this machine has what the server is built from
 * @param people who may sign, and for what
 * @param backup how its database is backed up; null: this desk does not
 * @param notices which channels there are, and which of them hear of what
 * @param supabase the database's own platform; null where the profile names none
 */
public record Environment(
    String name,
    EnvironmentKind kind,
    ServerSettings server,
    @Nullable DatabaseSettings database,
    @Nullable PlatformSettings platform,
    Policy policy,
    Contacts contacts,
    Duration samplingInterval,
    Source source,
    List<Person> people,
    @Nullable BackupSettings backup,
    Notices notices,
    @Nullable SupabaseSettings supabase) {

  /** Copies the list. */
  public Environment {
    people = List.copyOf(people);
  }

  /** An environment whose database has no platform of its own. */
  public Environment(
      String name,
      EnvironmentKind kind,
      ServerSettings server,
      @Nullable DatabaseSettings database,
      @Nullable PlatformSettings platform,
      Policy policy,
      Contacts contacts,
      Duration samplingInterval,
      Source source,
      List<Person> people,
      @Nullable BackupSettings backup,
      Notices notices) {
    this(
        name,
        kind,
        server,
        database,
        platform,
        policy,
        contacts,
        samplingInterval,
        source,
        people,
        backup,
        notices,
        null);
  }

  /** An environment of which nobody hears. */
  public Environment(
      String name,
      EnvironmentKind kind,
      ServerSettings server,
      @Nullable DatabaseSettings database,
      @Nullable PlatformSettings platform,
      Policy policy,
      Contacts contacts,
      Duration samplingInterval,
      Source source,
      List<Person> people) {
    this(
        name,
        kind,
        server,
        database,
        platform,
        policy,
        contacts,
        samplingInterval,
        source,
        people,
        null,
        Notices.NONE);
  }

  /** An environment of which this machine has no sources, and for which nobody signs. */
  public Environment(
      String name,
      EnvironmentKind kind,
      ServerSettings server,
      @Nullable DatabaseSettings database,
      @Nullable PlatformSettings platform,
      Policy policy,
      Contacts contacts,
      Duration samplingInterval) {
    this(
        name,
        kind,
        server,
        database,
        platform,
        policy,
        contacts,
        samplingInterval,
        Source.NONE,
        List.of());
  }

  /**
   * What is weaker than it should be, one line each, e.g. "database connection is not verified
   * (sslmode=require)" or "server is read over plain http". Never for loopback.
   */
  public List<String> weaknesses() {
    List<String> weaknesses = new ArrayList<>();
    if (database != null) {
      weaknesses.addAll(database.weaknesses());
    }
    if (isPlain(server.baseUrl())) {
      weaknesses.add("server is read over plain http (" + server.baseUrl() + ")");
    }
    if (platform != null && isPlain(platform.apiUrl())) {
      weaknesses.add("platform's token is sent over plain http (" + platform.apiUrl() + ")");
    }
    if (supabase != null && isPlain(supabase.apiUrl())) {
      weaknesses.add("Supabase's token is sent over plain http (" + supabase.apiUrl() + ")");
    }
    return List.copyOf(weaknesses);
  }

  private static boolean isPlain(URI url) {
    String host = url.getHost();
    return "http".equals(url.getScheme()) && (host == null || !Loopback.is(host));
  }
}
