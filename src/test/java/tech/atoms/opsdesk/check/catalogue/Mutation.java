package tech.atoms.opsdesk.check.catalogue;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.sandbox.fault.Fault;

/** Something that is broken in a healthy sandbox, and the items that fall short while it is. */
sealed interface Mutation {
  /** For people. */
  String what();

  /** What it turns. */
  Turns turns();

  /**
   * A variable at the platform.
   *
   * @param value null: it is gone
   */
  record Variable(String name, @Nullable String value, Turns turns) implements Mutation {
    @Override
    public String what() {
      return value == null
          ? "variable `" + name + "` gone from the platform"
          : "variable `" + name + "` is `" + value + "` at the platform";
    }
  }

  /** A package that is locked and pinned in another version. */
  record Pinned(String name, String version, Turns turns) implements Mutation {
    @Override
    public String what() {
      return "package `" + name + "` locked and pinned at " + version;
    }
  }

  /**
   * A file of the checkout.
   *
   * @param find regular expression
   * @param replacement in place of its first match
   */
  record Edit(String file, String find, String replacement, String change, Turns turns)
      implements Mutation {
    @Override
    public String what() {
      return "`" + file + "`: " + change;
    }
  }

  /** A member of the live deployment. */
  record Deployed(String member, String value, Turns turns) implements Mutation {
    @Override
    public String what() {
      return value.isEmpty()
          ? "live deployment without its " + member
          : "live deployment has the " + member + " " + value;
    }
  }

  /**
   * A statement of the database's owner.
   *
   * @param mend what undoes it
   */
  record Statement(String sql, String mend, Turns turns) implements Mutation {
    @Override
    public String what() {
      return "`" + sql + "`";
    }
  }

  /**
   * A fault of the sandbox.
   *
   * @param value null: the usual one
   * @param also slow checks that it concerns
   */
  record Switched(Fault fault, @Nullable Double value, Set<String> also, Turns turns)
      implements Mutation {
    @Override
    public String what() {
      return "fault `"
          + fault.word()
          + (value == null ? "" : String.format(Locale.ROOT, " %.0f", value))
          + "`";
    }
  }

  /** A program that is not there, on a machine of a system. */
  record Missing(String program, String system, Turns turns) implements Mutation {
    @Override
    public String what() {
      return "no `" + program + "` on a machine with " + system;
    }
  }

  /** What is done by hand: {@link MutationTest} and {@link ConfigurationMutationTest} know how. */
  record Done(Act act) implements Mutation {
    @Override
    public String what() {
      return act.what;
    }

    @Override
    public Turns turns() {
      return act.turns();
    }
  }

  /** What is done by hand. */
  enum Act {
    TOKEN_ALTERED(
        "the profile's token with another signature", "POST-03 POST-04 > PRE-05 SEC-05 SEC-13?"),
    TOKEN_LONG("the profile's token is one of 48 h", "JWT-05 > PRE-04"),
    ERROR_LOGGED("one request answered 500 (fault `error-rate 100`, for a moment)", "POST-05"),
    SLOW("fault `slow-responses 700`", "POST-08 > PRE-05"),
    PLATFORM_TOKEN(
        "a token that the platform refuses",
        "DPL-02? > DPL-03..DPL-09? BKP-07? BKP-10? BKP-12? ENV-01..ENV-30? PRE-01?"),
    TAG_GONE("git tag of the deployed commit deleted", "BKP-10"),
    REMOTE_BEHIND("one of the remotes at an older commit", "BKP-11"),
    REMOTE_GONE("one of the remotes gone", "BKP-11?"),
    MIGRATION_NEW("a migration in the checkout that was not applied", "PRE-03"),
    MIGRATION_LOST("an applied migration gone from the checkout", "PRE-03"),
    PINS_GONE("`requirements-prod.txt` gone", "DEP-01..DEP-13 > PRE-02");

    private final String what;
    private final String turns;

    Act(String what, String turns) {
      this.what = what;
      this.turns = turns;
    }

    Turns turns() {
      return Turns.of(turns);
    }

    /** Whether it is the checkout's or the platform's, and not the server's. */
    boolean ofOrigins() {
      return compareTo(PLATFORM_TOKEN) >= 0;
    }
  }
}
