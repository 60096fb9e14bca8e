package org.meseta.master.api;

/** What became of a call. */
public sealed interface Outcome {

  /** It was taken (202), or done (200) where Mesos answers so. */
  record Accepted() implements Outcome {}

  /**
   * It was refused and has changed nothing.
   *
   * @param kind why
   * @param message for people
   */
  record Refused(Kind kind, String message) implements Outcome {}

  /** Why a call is refused; the comment says the HTTP status. */
  enum Kind {
    /** 400. */
    INVALID,
    /** 403. */
    FORBIDDEN,
    /** 404. */
    NOT_FOUND,
    /** 409. */
    CONFLICT,
    /** 501. */
    NOT_IMPLEMENTED,
    /** 503. */
    UNAVAILABLE
  }

  /** The one {@link Accepted}. */
  Outcome ACCEPTED = new Accepted();

  /** Refuses with 400. */
  static Outcome invalid(String message) {
    return new Refused(Kind.INVALID, message);
  }

  /** Refuses with 403. */
  static Outcome forbidden(String message) {
    return new Refused(Kind.FORBIDDEN, message);
  }
}
