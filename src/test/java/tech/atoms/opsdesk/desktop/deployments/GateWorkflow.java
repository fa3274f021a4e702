package tech.atoms.opsdesk.desktop.deployments;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import tech.atoms.opsdesk.workflow.Gate;
import tech.atoms.opsdesk.workflow.GateCheck;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Preview;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;

/** One gate and nothing else. */
final class GateWorkflow implements Workflow {
  volatile GateCheck.State answers = GateCheck.State.UNKNOWN;

  @Override
  public String id() {
    return "gate";
  }

  @Override
  public Plan plan(String target) {
    return new Plan(
        "gate",
        "shop",
        target,
        "Only a gate",
        "",
        Map.of(),
        List.of(),
        List.of(new PlannedStep("gate", "Gate: switch traffic?", "", "", "nothing is changed")));
  }

  @Override
  public Preview preview(Plan plan) {
    return Preview.of(asks(), InstantSource.system());
  }

  @Override
  public List<Step> steps(Plan plan, RunLog log) {
    return List.of(
        new Step() {
          @Override
          public String id() {
            return "gate";
          }

          @Override
          public Duration timeout() {
            return Duration.ofMinutes(1);
          }

          @Override
          public Observed observe() {
            throw new IllegalStateException("a gate is not observed");
          }

          @Override
          public Gate gate() {
            return asks();
          }
        });
  }

  private Gate asks() {
    return new Gate() {
      @Override
      public String question() {
        return "Switch all traffic?";
      }

      @Override
      public List<GateCheck> checks() {
        return List.of(new GateCheck("Staged build answers", answers, "as seen", Instant.EPOCH));
      }

      @Override
      public List<String> ticks() {
        return List.of("Support is told");
      }

      @Override
      public String typed() {
        return "shop now";
      }
    };
  }
}
