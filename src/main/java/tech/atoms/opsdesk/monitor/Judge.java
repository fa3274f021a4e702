package tech.atoms.opsdesk.monitor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies the rules to facts and remembers what must hold twice. Not safe for threads. */
final class Judge {
  private static final Comparator<Verdict> WORST_FIRST =
      Comparator.comparingInt(v -> severity(v.reason().state()));

  private final List<Rule> rules;
  private final boolean patient;
  private final Map<String, Memory> memories = new HashMap<>();

  /**
   * Creates it.
   *
   * @param rules in the order in which reasons of equal weight are shown
   * @param patient whether rules wait for their second reading; a command that looks once does not
   */
  Judge(List<Rule> rules, boolean patient) {
    this.rules = rules;
    this.patient = patient;
  }

  /**
   * A rule that holds.
   *
   * @param rule which
   * @param reason what it says
   */
  record Verdict(Rule rule, Reason reason) {}

  /** The rules that hold, worst first. */
  List<Verdict> judge(Facts facts) {
    List<Verdict> holding = new ArrayList<>();
    for (Rule rule : rules) {
      Rule.Hit hit = settled(rule, facts, rule.test().apply(facts));
      if (hit != null) {
        holding.add(new Verdict(rule, new Reason(rule.name(), hit.state(), hit.text())));
      }
    }
    holding.sort(WORST_FIRST);
    return holding;
  }

  /** DOWN before DEGRADED before UNKNOWN before HEALTHY. */
  static int severity(State state) {
    return switch (state) {
      case DOWN -> 0;
      case DEGRADED -> 1;
      case UNKNOWN -> 2;
      case HEALTHY -> 3;
    };
  }

  /** The worse of two states. */
  static State worse(State one, State other) {
    return severity(one) <= severity(other) ? one : other;
  }

  private Rule.@Nullable Hit settled(Rule rule, Facts facts, Rule.@Nullable Hit now) {
    if (!patient || rule.readings() <= 1) {
      return now;
    }
    SourceFacts source = facts.source(rule.source());
    if (source == null || source.value() == null) {
      memories.remove(rule.name());
      return now;
    }
    Memory memory = memories.computeIfAbsent(rule.name(), name -> new Memory());
    return memory.settle(now, source.number(), rule.readings());
  }

  /** Makes a rule wait before it begins to hold and before it ends. */
  private static final class Memory {
    private long seen = -1;
    private int inARow;
    private Rule.@Nullable Hit shown;

    Rule.@Nullable Hit settle(Rule.@Nullable Hit now, long number, int needed) {
      boolean asShown = (now != null) == (shown != null);
      if (asShown) {
        inARow = 0;
        shown = now;
      } else if (number != seen && ++inARow >= needed) {
        inARow = 0;
        shown = now;
      }
      seen = number;
      return shown;
    }
  }
}
