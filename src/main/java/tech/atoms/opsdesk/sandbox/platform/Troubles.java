package tech.atoms.opsdesk.sandbox.platform;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/** The platform's troubles: what of its API's answers goes wrong while a fault is on. */
final class Troubles {
  private static final Logger log = LoggerFactory.getLogger(Troubles.class);
  private static final long WHOLE = 10_000;
  private static final Answer BROKEN =
      Answer.error(500, "internal_server_error", "An unexpected error occurred");

  private final Faults faults;
  private final InstantSource clock;
  private final AtomicLong errorShare = new AtomicLong();

  Troubles(Faults faults, InstantSource clock) {
    this.faults = faults;
    this.clock = clock;
  }

  /** Answers, or does what the faults say in place of it, or besides. */
  Answer answer(Route route, Supplier<Answer> usual) {
    if (route.kind() == Route.Kind.OWN) {
      return usual.get();
    }
    if (faults.active(Fault.PLATFORM_SLOW)) {
      pause(Duration.ofMillis(Math.round(faults.value(Fault.PLATFORM_SLOW) * 1000)));
    }
    Answer instead = unwell();
    if (instead == null && route.kind() != Route.Kind.READS) {
      instead = refusal();
    }
    if (instead != null) {
      return instead;
    }
    Answer answer = usual.get();
    if (route.kind() == Route.Kind.READS || !answer.success()) {
      return answer;
    }
    if (route.kind() == Route.Kind.CREATES && faults.active(Fault.PLATFORM_DONE_TWICE)) {
      Answer second = usual.get();
      log.debug("Done twice: {}, {}", answer.status(), second.status());
    }
    if (faults.active(Fault.PLATFORM_ANSWER_LOST)) {
      return Answer.none();
    }
    return faults.active(Fault.PLATFORM_DONE_BUT_500) ? BROKEN : answer;
  }

  /** What every request is answered. */
  private @Nullable Answer unwell() {
    if (faults.active(Fault.PLATFORM_TOKEN_EXPIRED)) {
      return Answer.error(403, "forbidden", "Not authorized", Map.of("invalidToken", true));
    }
    if (faults.active(Fault.PLATFORM_FLAPPING)) {
      long phase = Math.max(1, Math.round(faults.value(Fault.PLATFORM_FLAPPING) * 1000));
      if (clock.millis() / phase % 2 != 0) {
        return Answer.error(503, "service_unavailable", "The service is temporarily unavailable");
      }
    }
    if (faults.active(Fault.PLATFORM_RATE_LIMITED)) {
      return limited((long) Math.ceil(faults.value(Fault.PLATFORM_RATE_LIMITED)));
    }
    return fails() ? BROKEN : null;
  }

  /** What a change is answered in place of being made. */
  private @Nullable Answer refusal() {
    if (faults.active(Fault.PLATFORM_CONFLICT)) {
      return Answer.error(409, "conflict", "Another change of this project is in progress");
    }
    if (!faults.active(Fault.PLATFORM_REFUSES)) {
      return null;
    }
    int status = (int) faults.value(Fault.PLATFORM_REFUSES);
    return switch (status) {
      case 401, 403 ->
          Answer.error(status, "forbidden", "You don't have permission to change this resource");
      case 402 ->
          Answer.error(
              status, "payment_required", "The limit of the team's plan is reached", Map.of());
      case 404 -> Answer.error(status, "not_found", "The resource was not found");
      case 409 -> Answer.error(status, "conflict", "The name is taken");
      case 422 ->
          Answer.error(
              status, "unprocessable_entity", "The request cannot be carried out as it is");
      default -> Answer.error(status, "bad_request", "The request was refused");
    };
  }

  private Answer limited(long seconds) {
    long reset = clock.millis() + Duration.ofSeconds(seconds).toMillis();
    return Answer.error(
            429,
            "rate_limited",
            "Too many requests. Try again in " + seconds + " seconds",
            Map.of(
                "limit",
                Map.of(
                    "remaining", 0, "reset", (reset + 999) / 1000, "resetMs", reset, "total", 6)))
        .with(
            Map.of(
                "Retry-After",
                Long.toString(seconds),
                "X-RateLimit-Limit",
                "6",
                "X-RateLimit-Remaining",
                "0",
                "X-RateLimit-Reset",
                Long.toString((reset + 999) / 1000)));
  }

  /** Spreads the asked share evenly: 20 percent is every fifth request. */
  private boolean fails() {
    if (!faults.active(Fault.PLATFORM_ERRORS)) {
      return false;
    }
    long share = Math.clamp(Math.round(faults.value(Fault.PLATFORM_ERRORS) * 100), 0, WHOLE);
    long before = errorShare.getAndAdd(share);
    return (before + share) / WHOLE > before / WHOLE;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
