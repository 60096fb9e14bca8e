package org.meseta.runtime;

/** Versions that a daemon tells others. */
public final class Versions {

  /**
   * The version of Mesos whose protocols this is. Digits and dots only: clients read every part as
   * a number.
   */
  public static final String MESOS = "1.11.0";

  private Versions() {}
}
