package tech.atoms.opsdesk.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Secret;

/** A backup comes back into a database that is in use: all of it or nothing. */
class InPlaceTest {
  private static final InPlace.Mark NO_MARK = transaction -> {};
  private @TempDir Path directory = Path.of(".");
  private Damaged shop;

  @BeforeEach
  void open() throws InterruptedException {
    shop = new Damaged(directory);
  }

  @Test
  void rowsThatWereChangedDeletedAndAddedAreThoseOfTheBackup() throws Exception {
    shop.fill(500);
    shop.execute(
        "alter table public.users add column \"odd \"\"name\" text",
        "insert into public.users (email, \"odd \"\"name\") values (E'tab\\t, line\\n"
            + ", back\\\\, \\\\.', E'\\\\.\\n"
            + "\\\\N')",
        "create table public.\"Upper Case\" (id int primary key, \"select\" text)",
        "insert into public.\"Upper Case\" values (1, null), (2, '')");
    Content before = shop.content();
    shop.back();
    shop.damage();
    shop.execute("delete from public.\"Upper Case\"");
    assertThat(shop.content()).isNotEqualTo(before);

    InPlace restore = shop.restore();
    Outlook outlook = shop.ahead().look(Set.of());
    assertThat(outlook.expected()).isEqualTo(before);
    assertThat(outlook.now()).isEqualTo(shop.content());
    assertThat(outlook.holders()).isEmpty();

    Restored restored = restore.restore(Set.of(), NO_MARK);
    assertThat(shop.content()).isEqualTo(before).isEqualTo(restored.content());
    assertThat(restore.progress()).isEqualTo("analyzing");
    assertThat(restore.cancel()).as("too late").isFalse();
    shop.restore().restore(Set.of(), NO_MARK);
    assertThat(shop.content()).as("once more").isEqualTo(before);
  }

  @Test
  void triggersNeitherChangeRowsNorAreChanged() throws Exception {
    shop.fill(50);
    shop.execute(
        "create function public.spoil() returns trigger language plpgsql as"
            + " $$ begin new.note = 'spoiled'; return new; end $$",
        "create trigger spoil before insert on public.orders for each row execute function"
            + " public.spoil()",
        "create trigger always before insert on public.orders for each row execute function"
            + " public.spoil()",
        "create trigger never before insert on public.orders for each row execute function"
            + " public.spoil()",
        "alter table public.orders enable always trigger always",
        "alter table public.orders disable trigger never");
    Content before = shop.content();
    shop.back();
    shop.damage();
    shop.restore().restore(Set.of(), NO_MARK);
    assertThat(shop.content()).isEqualTo(before);
    assertThat(
            shop.words(
                "select string_agg(tgname || ' ' || tgenabled::text, ', ' order by tgname) from"
                    + " pg_trigger where not tgisinternal"))
        .isEqualTo("always A, never D, spoil O");
  }

  @Test
  void whatIsNotWhatWasBackedUpIsRolledBack() throws Exception {
    shop.fill(50);
    shop.back();
    shop.damage();
    Content damaged = shop.content();
    InPlace wrong = shop.restore(shop.otherwise(shop.backup()));
    assertThatThrownBy(() -> wrong.restore(Set.of(), NO_MARK))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("not what was backed up")
        .hasMessageContaining("public.orders has other rows");
    assertThat(shop.content()).isEqualTo(damaged);
  }

  @Test
  void someTablesAloneAndTheOthersStayAsTheyAre() throws Exception {
    shop.fill(50);
    Content before = shop.content();
    shop.back();
    shop.execute(
        "insert into public.users (email) values ('new@example.com')",
        "delete from public.orders where id % 2 = 0");
    Content damaged = shop.content();
    shop.restore().restore(Set.of("public.orders"), NO_MARK);
    assertThat(shop.content().tables())
        .containsExactly(before.tables().getFirst(), damaged.tables().getLast());
    assertThatThrownBy(() -> shop.restore().restore(Set.of("public.users"), NO_MARK))
        .hasMessageContaining("public.orders refers to public.users");
    assertThatThrownBy(() -> shop.restore().restore(Set.of("public.nothing"), NO_MARK))
        .hasMessageContaining("it has no table public.nothing");
    assertThat(shop.content().tables())
        .containsExactly(before.tables().getFirst(), damaged.tables().getLast());
  }

  @Test
  void aTableOfAnotherSchemaThatRefersToOneKeepsItOut() throws Exception {
    shop.fill(20);
    shop.back();
    shop.damage();
    shop.execute(
        "create schema other", "create table other.notes (user_id uuid references public.users)");
    Content damaged = shop.content();
    assertThatThrownBy(() -> shop.restore().restore(Set.of(), NO_MARK))
        .hasMessageContaining("other.notes refers to public.users");
    assertThat(shop.content()).isEqualTo(damaged);
  }

  @Test
  void sequencesComeToWhereTheyStoodAndNeverGoBack() throws Exception {
    shop.fill(100);
    shop.back();
    shop.execute("select setval('public.orders_id_seq', 5000)");
    shop.restore().restore(Set.of(), NO_MARK);
    assertThat(shop.words("select nextval('public.orders_id_seq')")).isEqualTo("5001");
    shop.execute("select setval('public.orders_id_seq', 3)");
    shop.restore().restore(Set.of(), NO_MARK);
    assertThat(shop.words("select nextval('public.orders_id_seq')")).isEqualTo("101");
    shop.execute("alter sequence public.orders_id_seq restart");
    shop.restore().restore(Set.of(), NO_MARK);
    assertThat(shop.words("select nextval('public.orders_id_seq')")).isEqualTo("101");
  }

  @Test
  void anotherSchemaIsRefusedBeforeAnythingIsLocked() throws Exception {
    shop.fill(20);
    shop.back();
    shop.execute("alter table public.users add column age int");
    Content damaged = shop.content();
    assertThatThrownBy(() -> shop.ahead().look(Set.of()))
        .hasMessageContaining("the schema is another one now");
    assertThatThrownBy(() -> shop.restore().restore(Set.of(), NO_MARK))
        .hasMessageContaining("the schema is another one now");
    assertThat(shop.content()).isEqualTo(damaged);
  }

  @Test
  void aBackupThatNobodyVerifiedIsRefused() throws Exception {
    shop.fill(20);
    shop.taken();
    assertThatThrownBy(shop::restore)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem().next())
                    .isEqualTo("Verify it first: opsdesk backup verify " + shop.backup().id()));
  }

  @Test
  void aRoleThatMayNotWriteIsRefused() throws Exception {
    shop.fill(20);
    shop.execute(
        "do $$ begin create role looker login password 'looker-of-the-test' bypassrls; exception"
            + " when duplicate_object then null; end $$",
        "grant usage on schema public to looker",
        "grant select on all tables in schema public to looker");
    shop.back();
    Target looker =
        Target.here(shop.port(), shop.name(), "looker", new Secret("looker-of-the-test"));
    assertThatThrownBy(() -> shop.restore(looker).restore(Set.of(), NO_MARK))
        .hasMessageContaining("lacks rights")
        .hasMessageContaining("public.orders: no right to insert")
        .hasMessageContaining("public.orders_id_seq: no right to set the sequence");
  }

  @Test
  void tablesInACircleAreRefusedUnlessAKeyCanWait() throws Exception {
    shop.fill(20);
    shop.execute(
        "alter table public.users add column last_order bigint",
        "update public.users u set last_order = (select id from public.orders o where o.user_id ="
            + " u.id)",
        "alter table public.users add constraint last foreign key (last_order) references"
            + " public.orders deferrable initially immediate");
    Content before = shop.content();
    shop.back();
    shop.execute("update public.users set email = 'x' || email");
    shop.restore().restore(Set.of(), NO_MARK);
    assertThat(shop.content()).isEqualTo(before);

    shop.execute("alter table public.users alter constraint last not deferrable");
    shop.back();
    assertThatThrownBy(() -> shop.restore().restore(Set.of(), NO_MARK))
        .hasMessageContaining("circle");
    assertThat(shop.content().tables()).isEqualTo(before.tables());
  }
}
