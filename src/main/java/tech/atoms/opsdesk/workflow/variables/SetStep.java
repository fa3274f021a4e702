package tech.atoms.opsdesk.workflow.variables;

import java.time.Duration;
import java.util.function.Supplier;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.provider.vercel.Variable;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.workflow.ChangingStep;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Refused;

/** Sets one variable. */
final class SetStep extends ChangingStep {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Vercel platform;
  private final String name;
  private final Supplier<Secret> value;
  private final boolean sensitive;
  private boolean asked;

  /**
   * Sets one.
   *
   * @param asked whether an earlier turn of the run has asked for it
   */
  SetStep(Vercel platform, String name, Supplier<Secret> value, boolean sensitive, boolean asked) {
    super(name, TIMEOUT);
    this.asked = asked;
    this.platform = platform;
    this.name = name;
    this.value = value;
    this.sensitive = sensitive;
  }

  @Override
  public Observed observe() {
    Variable set = SetVariables.find(platform.variables().production(), name).orElse(null);
    if (set == null) {
      return Observed.notDone("it is not set");
    }
    String told = set.value();
    if (told == null && !asked) {
      return Observed.failed("somebody else has set it, and its value is told to nobody");
    }
    if (told == null) {
      return Observed.done("it is set, " + set.type() + "; its value is told to nobody");
    }
    return told.equals(value.get().reveal())
        ? Observed.done("it is set, " + set.type())
        : Observed.failed("somebody has set it to another value");
  }

  @Override
  public void apply() {
    Secret secret;
    try {
      secret = value.get();
    } catch (ProblemException e) {
      throw new Refused(e.problem()); // nothing was sent
    }
    asked = true;
    try {
      platform.variables().create(name, secret, sensitive);
    } catch (HttpFailure e) {
      if (e.isRefusal()) {
        asked = false;
        throw new Refused(e.problem());
      }
      throw e;
    }
  }
}
