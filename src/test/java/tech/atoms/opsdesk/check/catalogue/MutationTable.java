package tech.atoms.opsdesk.check.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.checklist.state.State;
import tech.atoms.opsdesk.checklist.template.Item;
import tech.atoms.opsdesk.checklist.template.Kind;
import tech.atoms.opsdesk.checklist.template.Templates;

/** Which mutation turns which item, for {@code docs/checks.md}. */
final class MutationTable {
  private final List<Item> items =
      Templates.shipped().items().stream()
          .filter(
              item ->
                  item.kind() == Kind.AUTOMATIC
                      || item.kind() == Kind.ACTIVE
                      || item.kind() == Kind.ROLL_UP)
          .toList();
  private final Map<String, List<Mutation>> seen = new TreeMap<>();

  MutationTable() {
    List<Mutation> all = Mutations.all();
    for (Item item : items) {
      List<Mutation> aimed =
          all.stream().filter(one -> one.turns().aims().containsKey(item.id())).toList();
      if (aimed.isEmpty() && item.kind() == Kind.ROLL_UP) {
        // It sums others up: the first of them that falls shows it.
        aimed =
            all.stream()
                .filter(one -> one.turns().dependants().containsKey(item.id()))
                .limit(1)
                .toList();
      }
      if (!aimed.isEmpty()) {
        seen.put(item.id(), aimed);
      }
    }
  }

  /** Items of a machine that no mutation turns. */
  Set<String> missing() {
    return items.stream()
        .map(Item::id)
        .filter(id -> !seen.containsKey(id))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  String text() {
    List<String> rows = new ArrayList<>();
    for (Item item : items) {
      for (Mutation mutation : seen.getOrDefault(item.id(), List.of())) {
        rows.add(
            "| %s | %s | %s | %s |"
                .formatted(
                    item.id(),
                    mutation.what().replace("|", "\\|"),
                    mutation.turns().all().getOrDefault(item.id(), State.UNKNOWN).word(),
                    others(mutation.turns().without(item.id()))));
      }
    }
    return """
    ## Mutation table

    %d of %d: so many of the automatic, active and roll-up items are seen to fall short while something is broken in a healthy
    sandbox, with exactly the items named as falling with them, and to be whole again when it is mended. Items are judged as the desk
    judges them, roll-ups among them. `MutationTest`, `ConfigurationMutationTest` and `ToolMutationTest` see each row hold; this
    table is written from what they expect. For each row they run the checks of the subjects that read what is broken, without
    the slow ones (logs, rate limit, failed sign-in) where they are not concerned; everything runs before the first and after the
    last. Of a roll-up that only sums up others, the first row of them stands here.

    | item | fault or broken input | outcome seen | falls with it |
    | --- | --- | --- | --- |
    %s

    Broken in tests of their own, as what they ask about is made in hours or months:

    | item | broken input |
    | --- | --- |
    %s

    Not yet, as what would answer them comes with other parts of the desk:

    | item | comes with |
    | --- | --- |
    %s
    """
        .formatted(
            seen.size(),
            items.size(),
            String.join("\n", rows),
            lines(Mutations.APART),
            lines(Mutations.LATER));
  }

  private static String lines(Map<String, String> byItem) {
    return byItem.entrySet().stream()
        .map(one -> "| %s | %s |".formatted(one.getKey(), one.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String others(Map<String, State> others) {
    Map<State, List<String>> by = new TreeMap<>();
    others.forEach((id, state) -> by.computeIfAbsent(state, key -> new ArrayList<>()).add(id));
    return by.entrySet().stream()
        .map(
            one ->
                (one.getKey() == State.FAIL ? "" : one.getKey().word() + ": ")
                    + ranges(one.getValue()))
        .collect(Collectors.joining("; "));
  }

  /** Neighbours together: three and more as "ENV-01 to ENV-30". */
  private static String ranges(List<String> ids) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= ids.size(); i++) {
      if (i == ids.size() || !follows(ids.get(i - 1), ids.get(i))) {
        if (i - from > 2) {
          parts.add(ids.get(from) + " to " + ids.get(i - 1));
        } else {
          parts.addAll(ids.subList(from, i));
        }
        from = i;
      }
    }
    return String.join(", ", parts);
  }

  private static boolean follows(String one, String next) {
    int dash = one.indexOf('-');
    return next.startsWith(one.substring(0, dash + 1))
        && Integer.parseInt(next.substring(next.indexOf('-') + 1))
            == Integer.parseInt(one.substring(dash + 1)) + 1;
  }
}
