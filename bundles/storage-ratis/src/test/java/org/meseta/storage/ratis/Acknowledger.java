package org.meseta.storage.ratis;

import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.meseta.storage.StateLog;

/** A process that appends as fast as it can, and says on standard output what is acknowledged. */
final class Acknowledger {
  /** A line without it was cut short by the end of the process. */
  static final String END = ".";

  private Acknowledger() {}

  public static void main(String[] args) throws Exception {
    Texts state = new Texts();
    StateLog log = Logs.open(Path.of(args[0]), state);
    String filler = "x".repeat(Integer.parseInt(args[1]));
    Semaphore room = new Semaphore(64);
    for (int i = state.texts.size() + 1; ; i++) {
      String text = "text " + i;
      room.acquire();
      CompletionStage<?> appended = Logs.append(log, text + filler);
      appended.whenComplete(
          (done, failure) -> {
            if (failure != null) {
              failure.printStackTrace(System.out);
              System.out.flush();
              Runtime.getRuntime().halt(1);
            }
            System.out.println(text + END);
            room.release();
          });
    }
  }
}
