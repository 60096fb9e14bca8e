package org.meseta.plugin.containerizer;

/** This containerizer does not run such containers; another one may be asked. */
public final class LaunchRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param message names what it cannot do
   */
  public LaunchRefusedException(String message) {
    super(message);
  }
}
