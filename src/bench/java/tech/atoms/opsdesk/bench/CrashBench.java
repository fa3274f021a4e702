package tech.atoms.opsdesk.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.workflow.crash.Cell;
import tech.atoms.opsdesk.workflow.crash.Matrix;
import tech.atoms.opsdesk.workflow.crash.Outcome;

/**
 * Kills a desk with SIGKILL at every point of every step of every workflow, and lets another desk
 * go on. Prints the matrix. Arguments: names of workflows (all).
 */
public final class CrashBench {
  private CrashBench() {}

  /**
   * Runs it.
   *
   * @param args workflows
   */
  public static void main(String[] args) throws Exception {
    List<String> workflows = args.length == 0 ? Matrix.workflows() : List.of(args);
    List<Outcome> outcomes = new ArrayList<>();
    long begin = System.nanoTime();
    try (Matrix matrix = new Matrix(Files.createTempDirectory(Path.of("target"), "crash"))) {
      for (String workflow : workflows) {
        for (Cell cell : matrix.cells(workflow)) {
          Outcome outcome = matrix.run(cell);
          System.err.println(outcome.line());
          outcomes.add(outcome);
        }
      }
    }
    System.out.println(Matrix.table(outcomes));
    System.out.printf(
        "%d kills in %d s: %d applied twice, %d lost, %d with another end than they must have%n",
        outcomes.size(),
        (System.nanoTime() - begin) / 1_000_000_000,
        outcomes.stream().filter(one -> one.applied() > one.expected()).count(),
        outcomes.stream().filter(one -> one.end().equals("lost")).count(),
        outcomes.stream().filter(one -> !one.trouble().isEmpty()).count());
    System.exit(0);
  }
}
