package tech.atoms.opsdesk.environment;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
 */
public record Environment(
    String name,
    EnvironmentKind kind,
    ServerSettings server,
    @Nullable DatabaseSettings database,
    @Nullable PlatformSettings platform,
    Policy policy,
    Contacts contacts,
    Duration samplingInterval) {}
