package tech.atoms.opsdesk.check.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.database.ExpectedTable.ExpectedColumn;
import tech.atoms.opsdesk.database.Schema;

/** Holds a table of the catalogue against the specification. */
final class TableJudge {
  private TableJudge() {}

  static Answer judge(ExpectedTable expected, Schema schema) {
    Schema.Table table = schema.table(expected.name()).orElse(null);
    if (table == null) {
      return Answer.fail("no table public." + expected.name());
    }
    List<String> wrong = new ArrayList<>();
    for (ExpectedColumn column : expected.columns()) {
      table
          .column(column.name())
          .ifPresentOrElse(
              found -> compare(column, found, table, wrong),
              () -> wrong.add("column " + column.name() + " is missing"));
    }
    for (Schema.Column column : table.columns()) {
      boolean known = expected.columns().stream().anyMatch(one -> one.name().equals(column.name()));
      if (!known && column.notNull() && column.standard() == null) {
        wrong.add(column.name() + ", which the specification does not know, must be filled");
      }
    }
    Evidence evidence = new Evidence("public." + table.name(), described(table));
    return wrong.isEmpty()
        ? Answer.pass(
            table.columns().size() + " columns, " + table.keys().size() + " keys", evidence)
        : Answer.fail(String.join("; ", wrong), evidence);
  }

  private static void compare(
      ExpectedColumn column, Schema.Column found, Schema.Table table, List<String> wrong) {
    String name = column.name();
    if (!found.type().equals(column.type())) {
      wrong.add(name + " is " + found.type() + ", not " + column.type());
    }
    if (column.notNull() && !found.notNull()) {
      wrong.add(name + " allows null");
    }
    String standard = column.standard();
    if (standard != null && !standardFits(standard, found.standard())) {
      wrong.add(
          name
              + (found.standard() == null
                  ? " has no default"
                  : " has the default " + found.standard())
              + ", not "
              + standard);
    }
    if (!column.key().isEmpty() && !hasKey(column, table)) {
      wrong.add(
          name + " is not " + (column.key().startsWith("ref") ? "a key that " : "") + column.key());
    }
  }

  /** A schema in front, another spelling of the same instant or of a random id are the same. */
  private static boolean standardFits(
      String expected, @org.jspecify.annotations.Nullable String found) {
    if (found == null) {
      return false;
    }
    String plain = found.toLowerCase(Locale.ROOT).replaceFirst("^[a-z_]+\\.", "");
    return switch (expected) {
      case "now()" -> plain.equals("now()") || plain.equals("current_timestamp");
      case "uuid_generate_v4()" ->
          plain.equals("uuid_generate_v4()") || plain.equals("gen_random_uuid()");
      default -> plain.startsWith(expected);
    };
  }

  private static boolean hasKey(ExpectedColumn column, Schema.Table table) {
    List<String> columns = List.of(column.name());
    return table.keys().stream()
        .filter(key -> key.columns().equals(columns))
        .anyMatch(
            key ->
                switch (column.key()) {
                  case "primary key" -> key.kind() == Schema.Key.Kind.PRIMARY;
                  case "unique" -> key.kind() != Schema.Key.Kind.FOREIGN;
                  default ->
                      key.kind() == Schema.Key.Kind.FOREIGN
                          && key.validated()
                          && column.key().endsWith(" " + key.target());
                });
  }

  private static String described(Schema.Table table) {
    StringBuilder text = new StringBuilder();
    for (Schema.Column column : table.columns()) {
      text.append(column.name()).append(' ').append(column.type());
      if (column.notNull()) {
        text.append(" not null");
      }
      if (column.standard() != null) {
        text.append(" default ").append(column.standard());
      }
      text.append('\n');
    }
    return text.toString().stripTrailing();
  }
}
