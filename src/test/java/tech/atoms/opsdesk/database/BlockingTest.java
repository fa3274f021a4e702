package tech.atoms.opsdesk.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockingTest {
  private static final Fixture FIXTURE = new Fixture();

  private static Thread run(Connection connection, String sql) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
              } catch (SQLException e) {
                // Cut off at the end of the test.
              }
            });
  }

  private static DatabaseActivity await(MonitoredDatabase database, int blocked) {
    return Awaitility.await().until(database::activity, a -> a.blocking().blocked() == blocked);
  }

  @Test
  void aReadThatHoldsUpAnAlterHoldsUpEveryReaderAfterIt() throws Exception {
    List<Thread> threads = new ArrayList<>();
    try (MonitoredDatabase database = FIXTURE.open(FIXTURE.monitor);
        Connection reader = FIXTURE.connect("reader");
        Connection alter = FIXTURE.connect("alter");
        Connection first = FIXTURE.connect("first");
        Connection second = FIXTURE.connect("second")) {
      int root = Fixture.pid(reader);
      int altering = Fixture.pid(alter);
      alter.rollback();
      run(reader, "select count(*) from atoms_users").join();
      threads.add(run(alter, "alter table atoms_users add column note text"));
      await(database, 1);
      threads.add(run(first, "select count(*) from atoms_users"));
      threads.add(run(second, "select count(*) from atoms_users"));
      DatabaseActivity activity = await(database, 3);

      List<BlockingTree.Node> nodes = activity.blocking().nodes();
      assertThat(nodes).extracting(BlockingTree.Node::depth).containsExactly(0, 1, 2, 2);
      assertThat(nodes).extracting(BlockingTree.Node::victims).containsExactly(3, 2, 0, 0);
      assertThat(nodes.get(0).session().pid()).isEqualTo(root);
      assertThat(nodes.get(0).session().idleInTransaction()).isTrue();
      assertThat(nodes.get(0).session().duration()).isNotNull();
      assertThat(nodes.get(1).session().pid()).isEqualTo(altering);
      assertThat(nodes.get(1).session().blockedBy()).containsExactly(root);
      assertThat(nodes.get(1).session().waitsFor()).isEqualTo("AccessExclusive on atoms_users");
      assertThat(nodes.get(1).session().waitingSince()).isNotNull();
      assertThat(nodes.get(1).session().query()).startsWith("alter table");
      assertThat(activity.figures().lockWaiting()).isEqualTo(3);
      assertThat(database.locks(root)).contains(new HeldLock("AccessShare", "atoms_users", true));
      assertThat(database.locks(altering))
          .contains(new HeldLock("AccessExclusive", "atoms_users", false));
      reader.rollback();
      await(database, 2); // the altered table is held until its transaction ends
      alter.rollback();
      await(database, 0);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void aPlainRoleSeesWhoBlocksButNotWhatTheyRun() throws Exception {
    try (MonitoredDatabase database = FIXTURE.open(FIXTURE.plain);
        Connection holder = FIXTURE.connect("holder");
        Connection waiter = FIXTURE.connect("waiter")) {
      int root = Fixture.pid(holder);
      int victim = Fixture.pid(waiter);
      run(holder, "lock table atoms_sessions in exclusive mode").join();
      Thread waiting = run(waiter, "lock table atoms_sessions in exclusive mode");
      DatabaseActivity activity = await(database, 1);
      assertThat(activity.hidden()).isTrue();
      assertThat(activity.blocking().nodes())
          .extracting(n -> n.session().pid())
          .containsExactly(root, victim);
      assertThat(activity.blocking().nodes())
          .allSatisfy(
              n -> {
                assertThat(n.session().query()).isNull();
                assertThat(n.session().state()).isNull();
                assertThat(n.session().duration()).isNull();
              });
      holder.rollback();
      waiting.join();
    }
  }

  private static DatabaseSession session(int pid, Integer... blockedBy) {
    return new DatabaseSession(
        pid,
        "app",
        "",
        "",
        "active",
        "",
        null,
        null,
        null,
        null,
        null,
        Arrays.asList(blockedBy),
        "",
        null,
        "");
  }

  @Test
  void everySessionStandsInTheTreeOnceBelowTheDeepestItWaitsFor() {
    BlockingTree tree =
        BlockingTree.of(
            List.of(
                session(1),
                session(2, 1),
                session(3, 1, 2, 2),
                session(9),
                session(7, 8),
                session(8)));
    assertThat(tree.nodes()).extracting(n -> n.session().pid()).containsExactly(1, 2, 3, 8, 7);
    assertThat(tree.nodes()).extracting(BlockingTree.Node::depth).containsExactly(0, 1, 2, 0, 1);
    assertThat(tree.nodes()).extracting(BlockingTree.Node::victims).containsExactly(2, 1, 0, 1, 0);
    assertThat(tree.blocked()).isEqualTo(3);
    assertThat(tree.roots()).hasSize(2);
  }

  @Test
  void aCircleOfWaitersIsShownAndABlockerThatIsNoSessionLeavesItsVictimARoot() {
    assertThat(BlockingTree.of(List.of(session(1, 3), session(2, 1), session(3, 2))).nodes())
        .hasSize(3)
        .extracting(BlockingTree.Node::victims)
        .containsOnly(2);
    assertThat(BlockingTree.of(List.of(session(5, 0))).nodes())
        .singleElement()
        .satisfies(n -> assertThat(n.depth()).isZero());
  }
}
