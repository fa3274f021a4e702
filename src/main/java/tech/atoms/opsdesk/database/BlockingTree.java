package tech.atoms.opsdesk.database;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Who waits for whom. Every session that blocks or is blocked stands in it once, below the session
 * it waits for; where it waits for several, below the one that is deepest in the queue itself.
 *
 * @param nodes in the order of display: a root, then what waits for it; the root with most victims
 *     first
 */
public record BlockingTree(List<Node> nodes) {

  /**
   * One session in the tree.
   *
   * @param session the session
   * @param depth 0 for a root
   * @param victims sessions that wait for it, directly or through others
   */
  public record Node(DatabaseSession session, int depth, int victims) {}

  /** Copies the list. */
  public BlockingTree {
    nodes = List.copyOf(nodes);
  }

  /** Sessions that wait for a lock. */
  public int blocked() {
    return (int) nodes.stream().filter(n -> n.session().blocked()).count();
  }

  /** Sessions that others wait for and that wait for nobody. */
  public List<Node> roots() {
    return nodes.stream().filter(n -> n.depth() == 0).toList();
  }

  /**
   * Builds the tree.
   *
   * @param sessions all sessions; a blocker that is not among them (a prepared transaction, a
   *     background process) leaves its victims as roots
   */
  static BlockingTree of(List<DatabaseSession> sessions) {
    return new Builder(sessions).build();
  }

  private static final class Builder {
    private final Map<Integer, DatabaseSession> byPid = new TreeMap<>();
    private final Map<Integer, List<Integer>> waiters = new HashMap<>();
    private final Map<Integer, Integer> depths = new HashMap<>();
    private final Map<Integer, Integer> victims = new HashMap<>();

    Builder(List<DatabaseSession> sessions) {
      sessions.forEach(s -> byPid.put(s.pid(), s));
      for (DatabaseSession session : sessions) {
        blockers(session)
            .forEach(
                blocker ->
                    waiters.computeIfAbsent(blocker, k -> new ArrayList<>()).add(session.pid()));
      }
    }

    BlockingTree build() {
      List<DatabaseSession> involved =
          byPid.values().stream().filter(s -> s.blocked() || waiters.containsKey(s.pid())).toList();
      Map<Integer, List<DatabaseSession>> children = new HashMap<>();
      List<DatabaseSession> roots = new ArrayList<>();
      Set<Integer> placed = new HashSet<>();
      for (DatabaseSession session : involved) {
        Integer parent = parent(session);
        if (parent == null) {
          roots.add(session);
        } else {
          children.computeIfAbsent(parent, k -> new ArrayList<>()).add(session);
        }
      }
      Comparator<DatabaseSession> worstFirst =
          Comparator.comparingInt((DatabaseSession s) -> -victims(s.pid()))
              .thenComparingInt(DatabaseSession::pid);
      List<Node> nodes = new ArrayList<>();
      roots.stream().sorted(worstFirst).forEach(r -> add(r, children, worstFirst, placed, nodes));
      // A circle of waiters (a deadlock not yet resolved) has no root: any member may stand for it.
      involved.stream()
          .sorted(worstFirst)
          .filter(s -> !placed.contains(s.pid()))
          .forEach(s -> add(s, children, worstFirst, placed, nodes));
      return new BlockingTree(nodes);
    }

    private record Step(DatabaseSession session, int depth) {}

    private void add(
        DatabaseSession root,
        Map<Integer, List<DatabaseSession>> children,
        Comparator<DatabaseSession> order,
        Set<Integer> placed,
        List<Node> nodes) {
      Deque<Step> open = new ArrayDeque<>();
      open.push(new Step(root, 0));
      while (!open.isEmpty()) {
        Step step = open.pop();
        int pid = step.session.pid();
        if (placed.add(pid)) {
          nodes.add(new Node(step.session, step.depth, victims(pid)));
          children.getOrDefault(pid, List.of()).stream()
              .sorted(order.reversed())
              .forEach(c -> open.push(new Step(c, step.depth + 1)));
        }
      }
    }

    private Stream<Integer> blockers(DatabaseSession session) {
      return session.blockedBy().stream()
          .distinct()
          .filter(b -> b != session.pid() && byPid.containsKey(b));
    }

    private @org.jspecify.annotations.Nullable Integer parent(DatabaseSession session) {
      return blockers(session)
          .max(
              Comparator.comparingInt((Integer b) -> depth(b, new HashSet<>()))
                  .thenComparing(Comparator.reverseOrder()))
          .orElse(null);
    }

    /** Length of the longest queue in front of a session; stops where it bites its own tail. */
    private int depth(int pid, Set<Integer> path) {
      Integer known = depths.get(pid);
      if (known != null) {
        return known;
      }
      DatabaseSession session = byPid.get(pid);
      if (session == null || !path.add(pid)) {
        return 0;
      }
      int depth = blockers(session).mapToInt(b -> 1 + depth(b, path)).max().orElse(0);
      path.remove(pid);
      depths.put(pid, depth);
      return depth;
    }

    private int victims(int pid) {
      return victims.computeIfAbsent(pid, this::countVictims);
    }

    private int countVictims(int pid) {
      Set<Integer> seen = new HashSet<>();
      Deque<Integer> open = new ArrayDeque<>(waiters.getOrDefault(pid, List.of()));
      while (!open.isEmpty()) {
        int waiter = open.pop();
        if (waiter != pid && seen.add(waiter)) {
          open.addAll(waiters.getOrDefault(waiter, List.of()));
        }
      }
      return seen.size();
    }
  }
}
