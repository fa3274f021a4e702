package tech.atoms.opsdesk.workflow.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A part of the matrix; the whole of it is {@code CrashBench}, see docs/benchmarks.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashMatrixTest {
  private Matrix matrix;

  @BeforeAll
  void open(@TempDir Path directory) throws Exception {
    matrix = new Matrix(directory);
  }

  @AfterAll
  void close() {
    matrix.close();
  }

  static Stream<Cell> part() {
    return Stream.of(
        new Cell("rollback", Cell.LOCK, true, Cell.Point.BEFORE),
        new Cell("rollback", "move", true, Cell.Point.DURING),
        new Cell("rollback", "version", false, Cell.Point.AFTER),
        new Cell("rollback", "recovery", false, Cell.Point.DURING),
        new Cell("sessions-revoke", "remove", true, Cell.Point.BEFORE),
        new Cell("env-set", "WORKOS_API_KEY", true, Cell.Point.AFTER));
  }

  @ParameterizedTest
  @MethodSource("part")
  void whatADeskWasKilledAtHappensOnceAndComesToItsEnd(Cell cell) throws Exception {
    assertThat(matrix.cells(cell.workflow())).contains(cell);
    Outcome outcome = matrix.run(cell);
    assertThat(outcome.trouble()).as(outcome.line()).isEmpty();
  }

  @Test
  void everyStepOfAWorkflowIsInTheMatrix() throws Exception {
    List<Cell> cells = matrix.cells("rollback");
    assertThat(cells)
        .extracting(Cell::step)
        .contains("before", "move", "version", "smoke", "recovery")
        .hasSize(19);
  }
}
