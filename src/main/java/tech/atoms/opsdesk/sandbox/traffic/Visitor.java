package tech.atoms.opsdesk.sandbox.traffic;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.sandbox.database.Person;

/**
 * One synthetic person: signs in, looks around, works for a while, signs out, comes back. Runs on a
 * virtual thread until interrupted. Whatever the server answers, the visitor stays polite.
 */
final class Visitor implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Visitor.class);
  private static final List<String> CLIENTS =
      List.of("Claude Desktop", "VS Code", "Cursor", "Atoms web", "Script (httpx 0.28)");
  private static final Duration TOKEN = Duration.ofMinutes(30);
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;

  private final Person person;
  private final Place place;
  private final Random random;
  private final Work work;
  private final String client;
  private final double rank;

  /**
   * What all visitors share.
   *
   * @param server the MCP endpoint
   * @param tokens where tokens come from
   * @param share part of the people that is active now, 0 to 1
   * @param signOut ends a person's sessions
   * @param pace mean time between two calls of one person
   * @param mistakes part of requests that come with a broken token, 0 to 1
   */
  record Place(
      McpCaller server,
      Tokens tokens,
      DoubleSupplier share,
      SignOut signOut,
      Duration pace,
      double mistakes) {}

  /** Ends a person's sessions. */
  @FunctionalInterface
  interface SignOut {
    void of(Person person) throws Exception;
  }

  /**
   * Creates the person.
   *
   * @param person who
   * @param rank 0 to 1: active while more than this share of people is
   * @param place where
   * @param seed of this person's choices
   */
  Visitor(Person person, double rank, Place place, long seed) {
    this.person = person;
    this.place = place;
    this.random = new Random(seed);
    this.work = new Work(random);
    this.client = CLIENTS.get(random.nextInt(CLIENTS.size()));
    this.rank = rank;
  }

  @Override
  public void run() {
    try {
      rest(place.pace());
      while (!Thread.currentThread().isInterrupted()) {
        if (place.share().getAsDouble() > rank) {
          visit();
        }
        rest(place.pace().multipliedBy(6));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Uses every tool once, then reads what many read, without a pause, and signs out. A server that
   * does not answer is left alone.
   *
   * @param calls how many; with the tour, fewer than the server's limit of one person
   */
  void warmUp(int calls) throws InterruptedException {
    try {
      String token = place.tokens().issue(person, TOKEN);
      place.server().initialize(token, client);
      place.server().tools(token, client);
      look(token);
      for (Work.Step step : work.tour()) {
        call(token, step);
      }
      leave(token);
      for (int i = 0; i < calls; i++) {
        Work.Step step = work.next();
        if (step.reads()) {
          call(token, step);
        }
      }
      place.signOut().of(person);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      log.debug("{} could not warm the cache up", person.email(), e);
    }
  }

  /** Finds out what there is, so that there is something to choose from. */
  private void look(String token) throws IOException, InterruptedException {
    call(token, work.next());
    call(token, work.next());
  }

  private McpCaller.Reply call(String token, Work.Step step)
      throws IOException, InterruptedException {
    McpCaller.Reply reply = place.server().call(token, client, step.tool(), step.arguments());
    work.learn(step, reply.result());
    return reply;
  }

  /** Deletes what this person has created. */
  private void leave(String token) throws IOException, InterruptedException {
    for (var left = work.tidyUp(); left.isPresent(); left = work.tidyUp()) {
      place.server().call(token, client, left.get().tool(), left.get().arguments());
    }
  }

  private void visit() throws InterruptedException {
    try {
      String token = signIn();
      if (token != null) {
        work(token);
      }
    } catch (IOException e) {
      log.debug("{} could not reach the server", person.email(), e);
      rest(place.pace().multipliedBy(2));
    }
    try {
      place.signOut().of(person);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      log.debug("{} could not sign out", person.email(), e);
    }
  }

  private @Nullable String signIn() throws IOException, InterruptedException {
    if (random.nextDouble() < place.mistakes()) {
      mistake();
    }
    String token = place.tokens().issue(person, TOKEN);
    return place.server().initialize(token, client).status() == 200 ? token : null;
  }

  private void work(String token) throws IOException, InterruptedException {
    place.server().tools(token, client);
    int calls = 15 + random.nextInt(60);
    for (int i = 0; i < calls && place.share().getAsDouble() > rank * 0.8; i++) {
      rest(place.pace());
      Work.Step step = work.next();
      McpCaller.Reply reply = call(token, step);
      if (reply.status() == UNAUTHORIZED) {
        return;
      }
      if (reply.status() == TOO_MANY) {
        rest(place.pace().multipliedBy(8));
      }
      if (random.nextDouble() < place.mistakes()) {
        mistake();
      }
    }
    leave(token);
  }

  /** A token that was cut off while it was copied. */
  private void mistake() throws IOException, InterruptedException {
    String right = place.tokens().issue(person, TOKEN);
    place.server().initialize(right.substring(0, right.length() - 8) + "AAAAAAAA", client);
    rest(place.pace());
  }

  /** Waits for about this long: exponentially spread, at most four times as long. */
  private void rest(Duration mean) throws InterruptedException {
    double factor = Math.min(4, -Math.log(1 - random.nextDouble()));
    Thread.sleep(Duration.ofMillis(Math.round(mean.toMillis() * factor)));
  }
}
