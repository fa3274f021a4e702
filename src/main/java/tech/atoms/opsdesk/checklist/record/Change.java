package tech.atoms.opsdesk.checklist.record;

import tech.atoms.opsdesk.checklist.state.Signature;
import tech.atoms.opsdesk.checklist.state.Tick;
import tech.atoms.opsdesk.checklist.state.Waiver;

/** What a person does to an item. */
public sealed interface Change {
  /** The item's id. */
  String item();

  /** In the past, e.g. "ticked": "Maya Okafor ticked it". */
  String word();

  /**
   * A tick, instead of the one that is there.
   *
   * @param content of the attachment; empty where there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // only handed on to the store
  record Ticked(Tick tick, byte[] content) implements Change {
    @Override
    public String item() {
      return tick.item();
    }

    @Override
    public String word() {
      return "ticked";
    }
  }

  /** No tick any more. */
  record Unticked(String item) implements Change {
    @Override
    public String word() {
      return "took the tick back on";
    }
  }

  /** A waiver, instead of the one that is there. */
  record Waived(Waiver waiver) implements Change {
    @Override
    public String item() {
      return waiver.item();
    }

    @Override
    public String word() {
      return "waived";
    }
  }

  /** No waiver any more. */
  record Unwaived(String item) implements Change {
    @Override
    public String word() {
      return "ended the waiver of";
    }
  }

  /** A signature, instead of the one that is there. */
  record Signed(Signature signature) implements Change {
    @Override
    public String item() {
      return signature.item();
    }

    @Override
    public String word() {
      return "signed";
    }
  }

  /** No signature any more. */
  record Unsigned(String item) implements Change {
    @Override
    public String word() {
      return "took the signature back on";
    }
  }
}
