package tech.atoms.opsdesk.checklist;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The memory behind a lock that is never held while anything blocks. Safe for several threads. */
final class Guarded {
  private final ReentrantLock lock = new ReentrantLock();
  private final Memory memory = new Memory();

  /** What a look at the memory gives. */
  <T extends @Nullable Object> T get(Function<Memory, T> look) {
    lock.lock();
    try {
      return look.apply(memory);
    } finally {
      lock.unlock();
    }
  }

  /** Changes the memory. */
  void change(Consumer<Memory> work) {
    lock.lock();
    try {
      work.accept(memory);
    } finally {
      lock.unlock();
    }
  }
}
