package tech.atoms.opsdesk.workflow.recover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Configuration;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.provider.vercel.Variable;
import tech.atoms.opsdesk.provider.vercel.VercelVariables;
import tech.atoms.opsdesk.workflow.ChangingStep;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Refused;

/**
 * Sets the platform's variables that the backup has and the platform has not. What is set there is
 * left as it is, also where it was changed since. Values that were told to nobody are for a person
 * to set: until they are, this is not done.
 */
final class VariablesStep extends ChangingStep {
  /** Its id in the plan. */
  static final String ID = "variables";

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final VercelVariables platform;
  private final Supplier<@Nullable Configuration> kept;
  private @Nullable Configuration configuration;
  private boolean read;

  /**
   * A step.
   *
   * @param kept reads what the backup keeps; null: it keeps none
   */
  VariablesStep(VercelVariables platform, Supplier<@Nullable Configuration> kept) {
    super(ID, TIMEOUT);
    this.platform = platform;
    this.kept = kept;
  }

  private @Nullable Configuration configuration() {
    if (!read) {
      configuration = kept.get();
      read = true;
    }
    return configuration;
  }

  @Override
  public Observed observe() {
    Configuration wanted = configuration();
    if (wanted == null) {
      return Observed.done("the backup keeps no configuration; nothing was set");
    }
    List<Configuration.Variable> missing = missing(wanted);
    List<String> hidden = names(missing.stream().filter(one -> one.value() == null).toList());
    List<String> told = names(missing.stream().filter(one -> one.value() != null).toList());
    if (!told.isEmpty()) {
      return Observed.notDone("missing at the platform: " + Few.of(told));
    }
    return hidden.isEmpty()
        ? Observed.done(wanted.variables().size() + " variables are set")
        : Observed.failed(
            "the platform told nobody the values of "
                + Few.of(hidden)
                + ": set them there, from your vault, and try again");
  }

  private static List<String> names(List<Configuration.Variable> of) {
    return of.stream().map(one -> one.key() + " of " + String.join(", ", one.targets())).toList();
  }

  private List<Configuration.Variable> missing(Configuration wanted) {
    List<Variable> there = platform.all();
    List<Configuration.Variable> missing = new ArrayList<>();
    for (Configuration.Variable one : wanted.variables()) {
      List<Variable> same = there.stream().filter(each -> each.key().equals(one.key())).toList();
      List<String> left = new ArrayList<>(one.targets());
      same.forEach(each -> left.removeAll(each.targets()));
      if (!left.isEmpty() || same.isEmpty()) {
        missing.add(at(left, one));
      }
    }
    return missing;
  }

  /** A variable as it is to be set where it is missing: production may lack what preview has. */
  private static Configuration.Variable at(List<String> targets, Configuration.Variable one) {
    return new Configuration.Variable(
        one.key(), one.type(), targets, one.updated(), one.value(), one.sha256());
  }

  @Override
  public void apply() {
    Configuration wanted = configuration();
    if (wanted == null) {
      return;
    }
    for (Configuration.Variable one : missing(wanted)) {
      String value = one.value();
      if (value != null) {
        set(one, value);
      }
    }
  }

  private void set(Configuration.Variable one, String value) {
    try {
      platform.create(one.key(), new Secret(value), one.type(), one.targets());
    } catch (HttpFailure e) {
      if (e.isRefusal()) {
        throw new Refused(e.problem());
      }
      throw e;
    }
  }
}
