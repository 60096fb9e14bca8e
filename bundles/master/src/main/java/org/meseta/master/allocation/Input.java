package org.meseta.master.allocation;

import java.util.function.Consumer;
import org.meseta.plugin.allocator.Allocator;

/**
 * Something that an allocator is told.
 *
 * @param what name of the method, for people
 */
public record Input(String what, Consumer<Allocator> call) {

  void tell(Allocator allocator) {
    call.accept(allocator);
  }
}
