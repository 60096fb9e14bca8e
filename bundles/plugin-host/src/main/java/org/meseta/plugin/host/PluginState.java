package org.meseta.plugin.host;

import java.util.Locale;

/** What a plugin is doing. */
public enum PluginState {
  /** It is there, and another one is used or none is needed. */
  AVAILABLE,
  /** It is being made, and told what there is. */
  STARTING,
  /** It is used. */
  RUNNING,
  /** It has failed and is not used any more. */
  QUARANTINED,
  /** It is needed, and no bundle brings it. */
  MISSING;

  /** In small letters, for people. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
