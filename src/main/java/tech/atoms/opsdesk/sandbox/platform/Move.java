package tech.atoms.opsdesk.sandbox.platform;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/**
 * A change of production's traffic.
 *
 * @param type promote or rollback
 * @param from id of the deployment that had it
 * @param to id of the deployment that gets it
 * @param status pending, in-progress, succeeded or failed
 * @param at when it was asked for
 */
record Move(String type, String from, String to, String status, Instant at) {

  Move in(String otherStatus) {
    return new Move(type, from, to, otherStatus, at);
  }

  @JsonIgnore
  boolean isRollback() {
    return type.equals("rollback");
  }

  @JsonIgnore
  boolean isUnderWay() {
    return status.equals("pending") || status.equals("in-progress");
  }
}
