package org.meseta.agent.host;

import java.io.IOException;

/** A task must not run as the user that it wants to be. */
public final class UserRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  UserRefusedException(String message) {
    super(message);
  }
}
