package tech.atoms.opsdesk.check.source;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.provider.vercel.Current;
import tech.atoms.opsdesk.provider.vercel.ProjectIds;
import tech.atoms.opsdesk.provider.vercel.Variable;
import tech.atoms.opsdesk.provider.vercel.VercelReader;

/**
 * What the hosting platform tells, for whoever needs it.
 *
 * @param account who the token belongs to
 * @param project the project's ids
 * @param current what production's names point to
 * @param variables the project's variables of production
 */
public record PlatformFacts(
    Fact<String> account,
    Fact<ProjectIds> project,
    Fact<Current> current,
    Fact<List<Variable>> variables) {

  /**
   * Facts of a platform.
   *
   * @param platform whom to ask; null where the profile names none: all are unanswerable then
   */
  public static PlatformFacts of(@Nullable VercelReader platform) {
    return new PlatformFacts(
        fact("platform's account", platform, VercelReader::account),
        fact("platform's project", platform, VercelReader::project),
        fact(
            "current deployment",
            platform,
            reader -> {
              Current current = reader.current();
              if (current == null) {
                throw new Unanswerable(
                    new Problem(
                        "Nothing is deployed to production",
                        "platform's project",
                        "the project has no production deployment",
                        "Deploy first"),
                    null);
              }
              return current;
            }),
        fact("platform's variables", platform, VercelReader::variables));
  }

  private interface Asked<T> {
    T of(VercelReader reader);
  }

  private static <T> Fact<T> fact(String name, @Nullable VercelReader platform, Asked<T> asked) {
    return Fact.of(
        name,
        Lane.PROVIDER,
        facts -> {
          if (platform == null) {
            throw new Unanswerable(
                new Problem(
                    "The platform cannot be asked",
                    "environment's platform",
                    "the profile names none",
                    "Add a platform to the environment in the profile"),
                null);
          }
          return asked.of(platform);
        });
  }
}
