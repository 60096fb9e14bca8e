package org.meseta.testkit.cluster.invariant;

import java.util.Locale;
import java.util.Optional;
import org.meseta.testkit.cluster.journal.Occurrence;

/**
 * Something that must hold whatever happens, about one world. Its methods return what is wrong, or
 * nothing. The class is named so that the name reads as a specification.
 */
public interface Invariant {

  /** The specification in words. */
  default String name() {
    return getClass().getSimpleName().replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  /** Something has happened; what comes of it has not. */
  default Optional<String> happened(Occurrence occurrence) {
    return Optional.empty();
  }

  /** The master knows something new, or time passes. */
  default Optional<String> holds() {
    return Optional.empty();
  }

  /** No more faults, everybody is back and well, and nothing is left to be done. */
  default Optional<String> holdsAtRest() {
    return Optional.empty();
  }
}
