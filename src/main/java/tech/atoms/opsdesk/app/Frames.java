package tech.atoms.opsdesk.app;

import javafx.animation.AnimationTimer;

/** Waits for the picture, not for a time. */
final class Frames {
  private Frames() {}

  /** Runs something on the JavaFX thread once so many frames were drawn. Called on that thread. */
  static void after(int frames, Runnable then) {
    new AnimationTimer() {
      private int left = frames;

      @Override
      public void handle(long now) {
        if (left-- == 0) {
          stop();
          then.run();
        }
      }
    }.start();
  }
}
