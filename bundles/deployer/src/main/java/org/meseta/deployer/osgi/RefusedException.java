package org.meseta.deployer.osgi;

/** A file is not installed; the message says why. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  RefusedException(String message) {
    super(message);
  }
}
