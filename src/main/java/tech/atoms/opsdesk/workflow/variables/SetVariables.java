package tech.atoms.opsdesk.workflow.variables;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.check.configuration.Required;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.provider.vercel.Variable;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;

/**
 * Sets variables of production that are not set. What is set already is never changed. Values come
 * by reference, are resolved when they are sent, and stand in no plan, journal or log. A target is
 * what {@link #target} makes.
 */
public final class SetVariables implements Workflow {
  /** The workflow's name. */
  public static final String ID = "env-set";

  /** Stands for a reference where the value was given by hand, for this process alone. */
  public static final String GIVEN = "stdin";

  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

  private final Environment environment;
  private final Vercel platform;
  private final SecretResolver secrets;
  private final Map<String, Secret> given;

  /**
   * The workflow of an environment.
   *
   * @param platform where they are set; stays open
   * @param secrets resolves the values
   * @param given values that were given by hand, by name
   */
  public SetVariables(
      Environment environment, Vercel platform, SecretResolver secrets, Map<String, Secret> given) {
    this.environment = environment;
    this.platform = platform;
    this.secrets = secrets;
    this.given = Map.copyOf(given);
  }

  /**
   * The target of some variables.
   *
   * @param references reference by name, e.g. {@code env:LEVEL}, or {@link #GIVEN}
   */
  public static String target(Map<String, String> references) {
    List<String> parts = new ArrayList<>();
    references.forEach(
        (name, reference) ->
            parts.add(name + "=" + URLEncoder.encode(reference, StandardCharsets.UTF_8)));
    return String.join("&", parts);
  }

  private static Map<String, String> references(String target) {
    Map<String, String> references = new LinkedHashMap<>();
    for (String part : target.split("&", -1)) {
      int at = part.indexOf('=');
      String name = at < 0 ? part : part.substring(0, at);
      if (at < 0 || !name.matches(NAME)) {
        throw new ProblemException(
            new Problem(
                "There is no variable to set",
                name.isEmpty() ? "nothing" : name,
                "a variable is named by letters, digits and _, with a reference to its value",
                "Give NAME=env:…, NAME=file:…, NAME=keyring:… or NAME=-"));
      }
      references.put(name, URLDecoder.decode(part.substring(at + 1), StandardCharsets.UTF_8));
    }
    return references;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Plan plan(String target) {
    Map<String, String> references = references(target);
    List<Variable> set = platform.variables().production();
    Map<String, String> facts = new LinkedHashMap<>();
    List<String> warnings = new ArrayList<>();
    List<PlannedStep> steps = new ArrayList<>();
    for (Map.Entry<String, String> one : references.entrySet()) {
      String name = one.getKey();
      Optional<Variable> present = find(set, name);
      if (present.isPresent()) {
        throw new ProblemException(
            new Problem(
                "The variable is set already",
                name,
                "it is " + present.get().type() + "; only missing ones are set",
                "See 'opsdesk env diff'"));
      }
      requireFit(name, value(name, one.getValue()));
      boolean sensitive = sensitive(name);
      facts.put(name, "missing");
      facts.put("value of " + name, one.getValue());
      steps.add(
          new PlannedStep(
              name,
              "Set " + name,
              "not set",
              "set, " + (sensitive ? "sensitive" : "plain") + ", from " + one.getValue(),
              "remove it at the platform"));
      if (one.getValue().equals(GIVEN)) {
        warnings.add(
            "The value of "
                + name
                + " is known to this process alone: a run that is interrupted"
                + " needs it again");
      }
    }
    warnings.add("They count from the next deployment on");
    Comparison before = Comparison.of(environment, set);
    facts.put(
        "required variables that are missing",
        before.missing().isEmpty() ? "none" : String.join(", ", before.missing()));
    String title =
        references.size() == 1
            ? "Set " + references.keySet().iterator().next()
            : "Set " + references.size() + " variables";
    return new Plan(
        ID,
        environment.name(),
        target,
        title + " for production",
        environment.name() + " " + String.join(" ", references.keySet()),
        facts,
        warnings,
        steps);
  }

  @Override
  public List<Step> steps(Plan plan, RunLog log) {
    return steps(plan, Set.of());
  }

  @Override
  public List<Step> steps(Run run, RunLog log) {
    return steps(
        run.plan(),
        run.steps().stream()
            .filter(step -> step.attempts() > 0)
            .map(Run.RunStep::id)
            .collect(Collectors.toSet()));
  }

  private List<Step> steps(Plan plan, Set<String> asked) {
    List<Step> steps = new ArrayList<>();
    references(plan.target())
        .forEach(
            (name, reference) ->
                steps.add(
                    new SetStep(
                        platform,
                        name,
                        () -> value(name, reference),
                        sensitive(name),
                        asked.contains(name))));
    return steps;
  }

  private Secret value(String name, String reference) {
    if (reference.equals(GIVEN)) {
      Secret secret = given.get(name);
      if (secret == null) {
        throw new ProblemException(
            new Problem(
                "The value is not known",
                name,
                "it was given to another process",
                "Give this run up and set the variable again"));
      }
      return secret;
    }
    try {
      return secrets.resolve(SecretRef.parse(reference));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          new Problem(
              "The value is not named by reference",
              name,
              String.valueOf(e.getMessage()),
              "Give one"),
          e);
    }
  }

  private void requireFit(String name, Secret value) {
    Required required =
        Required.all().stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    if (required != null && !Comparison.fits(environment, required, value.reveal())) {
      throw new ProblemException(
          new Problem(
              "The value is not what the checklist asks for",
              name,
              required.item() + " asks for: " + required.expected(),
              "Correct the value"));
    }
  }

  /** What is not known to be harmless may be read by nobody. */
  private static boolean sensitive(String name) {
    return Required.all().stream()
        .filter(one -> one.name().equals(name))
        .allMatch(Required::secret);
  }

  static Optional<Variable> find(List<Variable> set, String name) {
    return set.stream().filter(variable -> variable.key().equals(name)).findFirst();
  }
}
