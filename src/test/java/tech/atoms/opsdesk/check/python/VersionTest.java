package tech.atoms.opsdesk.check.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.atoms.opsdesk.Cases;
import tech.atoms.opsdesk.check.source.Malformed;

/** The order and the clauses of PEP 440, by its own examples and those of its reference. */
class VersionTest {
  private static final List<String> ORDERED =
      List.of(
          "1.0.dev456",
          "1.0a1",
          "1.0a2.dev456",
          "1.0a12.dev456",
          "1.0a12",
          "1.0b1.dev456",
          "1.0b2",
          "1.0b2.post345.dev456",
          "1.0b2.post345",
          "1.0b2-346",
          "1.0c1.dev456",
          "1.0c1",
          "1.0rc2",
          "1.0c3",
          "1.0",
          "1.0+abc.5",
          "1.0+abc.7",
          "1.0+5",
          "1.0.post456.dev34",
          "1.0.post456",
          "1.0.15",
          "1.1.dev1",
          "1.9",
          "1.10",
          "2.9.9",
          "2.12.2",
          "1!1.0.dev456",
          "1!1.0a1",
          "1!1.0",
          "1!1.0.post456");

  @Test
  void ordersAsPep440Does() throws Malformed {
    List<Version> versions = new ArrayList<>();
    for (String text : ORDERED) {
      versions.add(Version.parse(text));
    }
    List<Version> sorted = new ArrayList<>(versions);
    Collections.shuffle(sorted, new Random(440));
    Collections.sort(sorted);
    assertThat(sorted).containsExactlyElementsOf(versions);
    for (int i = 0; i < versions.size(); i++) {
      for (int j = 0; j < versions.size(); j++) {
        assertThat(Integer.signum(versions.get(i).compareTo(versions.get(j))))
            .as("%s and %s", ORDERED.get(i), ORDERED.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 1.0.0",
    "v1.0, 1.0",
    "1.0alpha1, 1.0a1",
    "1.0-beta.2, 1.0b2",
    "1.0.preview3, 1.0rc3",
    "1.0-1, 1.0.post1",
    "1.0rev2, 1.0.post2",
    "1.0DEV, 1.0.dev0",
    "1.0+Ubuntu-1, 1.0+ubuntu.1",
    "0!1.0, 1.0"
  })
  void spellingsOfOneVersionAreEqual(String one, String other) throws Malformed {
    assertThat(Version.parse(one)).isEqualTo(Version.parse(other));
    assertThat(Version.parse(one)).hasSameHashCodeAs(Version.parse(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1.", "1..0", "1.0+", "1.0 beta", "french toast", "1.0+a+b"})
  void whatIsNoVersionIsRefused(String text) {
    assertThatThrownBy(() -> Version.parse(text)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "~=2.2|2.3|true",
        "~=2.2|3.0|false",
        "~=1.4.5|1.4.9|true",
        "~=1.4.5|1.5|false",
        "~=2.2.post3|2.2|false",
        "==1.1|1.1.0|true",
        "==1.1|1.1+local|true",
        "==1.1+local|1.1|false",
        "==1.1.*|1.1a1|true",
        "==1.1.*|1.10|false",
        "!=1.1.*|1.1.post1|false",
        ">1.7|1.7.0.post1|false",
        ">1.7|1.7.1|true",
        ">1.7.post2|1.7.post3|true",
        ">1.7|1.7+local|false",
        "<3.1|3.1.dev0|false",
        "<3.1rc1|3.1.dev0|true",
        "<3|3.0.0|false",
        "<3|2.99|true",
        ">=2.12.2,<3|2.9|false",
        ">=2.12.2,<3|2.14.7|true",
        ">=2.12.2|3.4.7|true",
        ">=3.11|3.9|false",
        "===1.0|1.0|true",
        "===1.0|1.0.0|false",
        "===1.0|1.0+local|false",
        "===1.0+LOCAL|1.0+local|true",
        "===v1.0|1.0|false",
        "===french-toast|1.0|false",
        "''|0.1|true",
        ">=1.0,|1.1|true"
      })
  void clausesAdmitWhatPep440Says(String clause, String version, boolean admitted)
      throws Malformed {
    assertThat(Specifier.parse(clause).admits(Version.parse(version))).isEqualTo(admitted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"=1.0", ">=", "~=1", ">=1.*", "<=1.0+local", "1.0", ">=1,,<2", "==1.0a1.*"})
  void whatIsNoClauseIsRefused(String text) {
    assertThatThrownBy(() -> Specifier.parse(text)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "===2.12.2|2.12.2",
        "==2.12.2|2.12.2",
        "===v2.12.2|",
        "===french-toast|",
        "==2.12.*|",
        ">=2.12.2,<=2.12.2|"
      })
  void aPinIsOneVersion(String clause, String pin) throws Malformed {
    Specifier specifier = Specifier.parse(clause);
    assertThat(specifier.pin()).isEqualTo(pin == null ? null : Version.parse(pin));
    assertThat(specifier.arbitrary() == null)
        .as("what it means is known")
        .isEqualTo(!clause.contains("v2") && !clause.contains("toast"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ">=2,<1",
        ">2,<2",
        ">=2,<2",
        ">=2,<2.0.0",
        "==1.0,==2.0",
        "==1.0,!=1.0",
        "==1.0+local,!=1.0",
        ">=1,<=1,!=1.0",
        "~=1.4.5,!=1.4.*",
        "==1.*,>=2",
        ">=2,<4,!=2.*,!=3.*",
        ">=1.0a1,<1.0",
        ">1.0,<1.0.post1",
        "===1.0,>=2",
        "===1.0,==1.0.0+local",
        "<0",
        "<0.dev0"
      })
  void nothingSatisfiesAContradiction(String text) throws Malformed {
    assertThat(Specifier.parse(text).admitsNothing()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ">=2,<3",
        ">1,<2",
        ">1.0,<1.0.1",
        ">=1,<=1",
        "<1.0a1,>1.0.dev0",
        ">1.0.dev1,<1.0.dev3",
        ">1.0a1,<1.0a3,!=1.0a2,!=1.0a2.dev0",
        "~=1.4.5,!=1.4.5",
        "==1.4.*,!=1.4.5.*,>=1.4.5",
        ">1.0.post1,<1.0.post3",
        ">5,<1!0",
        "===1.0,==1.0.0",
        "<0.dev1"
      })
  void somethingSatisfiesEverythingElse(String text) throws Malformed {
    assertThat(Specifier.parse(text).admitsNothing()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ">=2.12.2|true",
        ">=2.12.2,<3|false",
        ">=2.12.2,!=3.0.0|true",
        ">=3.1|true",
        "==3.4.*|true",
        "<=3.0rc1|true",
        "===2.12.2|false",
        "===french-toast|false",
        "~=2.12|false"
      })
  void fromAVersionOnOrNot(String clause, boolean admitted) throws Malformed {
    assertThat(Specifier.parse(clause).admitsFrom(Version.parse("3.0.0"))).isEqualTo(admitted);
  }

  private static final List<String> OPERATORS =
      List.of("==", "!=", ">=", "<=", "<", ">", "~=", "===");
  private static final List<String> RELEASES =
      List.of("0", "0.1", "1", "1.0", "1.0.1", "1.1", "1.2", "2", "2.0", "1!0", "1!1.0");
  private static final List<String> ENDS =
      List.of("", "", "", ".dev0", ".dev1", "a0", "a1", "a1.dev0", "rc1", ".post0", ".post1", ".*");

  /** What any of many versions satisfies is no contradiction. */
  @Test
  void aContradictionIsSatisfiedByNoneOfManyVersions() throws Malformed {
    List<Version> many = new ArrayList<>();
    for (String epoch : List.of("", "1!")) {
      for (String release :
          List.of(
              "0", "0.0.1", "0.1", "0.1.1", "1", "1.0", "1.0.0.1", "1.0.1", "1.0.1.1", "1.1",
              "1.1.1", "1.2", "1.2.1", "1.3", "2", "2.0", "2.0.1", "2.1", "3")) {
        for (String end :
            List.of(
                "",
                ".dev0",
                ".dev1",
                ".dev2",
                "a0",
                "a1.dev0",
                "a1",
                "a1.post0",
                "a2.dev0",
                "a2",
                "rc1",
                "rc2",
                ".post0.dev0",
                ".post0",
                ".post1",
                ".post2",
                "+local")) {
          many.add(Version.parse(epoch + release + end));
        }
      }
    }
    int[] empty = {0};
    Cases.check(
        3_000,
        random -> {
          String text =
              String.join(
                  ",",
                  Cases.list(
                      random,
                      1,
                      4,
                      r -> Cases.one(r, OPERATORS) + Cases.one(r, RELEASES) + Cases.one(r, ENDS)));
          Specifier specifier;
          try {
            specifier = Specifier.parse(text);
          } catch (Malformed e) {
            return;
          }
          boolean nothing = specifier.admitsNothing();
          empty[0] += nothing ? 1 : 0;
          boolean any = many.stream().anyMatch(specifier::admits);
          if (specifier.arbitrary() == null) {
            assertThat(nothing).as(text).isEqualTo(!any);
          }
        });
    assertThat(empty[0]).as("contradictions among the cases").isGreaterThan(200);
  }
}
