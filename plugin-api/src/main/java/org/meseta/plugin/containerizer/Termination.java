package org.meseta.plugin.containerizer;

import java.util.Optional;
import java.util.OptionalInt;
import org.meseta.plugin.isolator.Limitation;

/**
 * How a container ended.
 *
 * @param exitCode of the command, 0 to 255, if it exited by itself
 * @param signal that ended the command, if one did. Neither: nobody saw the end
 * @param limitation why the containerizer ended it, if it did so by itself
 * @param message for people, may be empty
 */
public record Termination(
    OptionalInt exitCode, OptionalInt signal, Optional<Limitation> limitation, String message) {

  /** The command exited by itself. */
  public static Termination exited(int code) {
    return new Termination(OptionalInt.of(code), OptionalInt.empty(), Optional.empty(), "");
  }

  /** A signal ended the command. */
  public static Termination signaled(int signal) {
    return new Termination(OptionalInt.empty(), OptionalInt.of(signal), Optional.empty(), "");
  }

  /** Nobody saw how the command ended. */
  public static Termination unknown(String message) {
    return new Termination(OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), message);
  }

  /** As wait(2) gives it; -1 when nobody saw the end. */
  public int waitStatus() {
    if (exitCode.isPresent()) {
      return exitCode.getAsInt() << 8;
    }
    return signal.orElse(-1);
  }
}
