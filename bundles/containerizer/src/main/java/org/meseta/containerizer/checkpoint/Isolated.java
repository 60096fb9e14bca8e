package org.meseta.containerizer.checkpoint;

import com.google.protobuf.ByteString;
import java.util.Optional;

/**
 * What an isolator has to do with a container.
 *
 * @param name of the isolator
 * @param state as it gave it; empty while it is not known whether it has prepared
 * @param cleaned whether it has given back all it took
 */
public record Isolated(String name, Optional<ByteString> state, boolean cleaned) {

  /** One that has done nothing yet. */
  public static Isolated by(String name) {
    return new Isolated(name, Optional.empty(), false);
  }
}
