package org.meseta.plugin.host;

/** A plugin has not answered, or its answer cannot be used. The message is for people. */
public final class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean gone;

  private PluginException(String message, boolean gone) {
    super(message);
    this.gone = gone;
  }

  /** It gave what cannot be, or nothing in time. */
  static PluginException unusable(String message) {
    return new PluginException(message, false);
  }

  /** It was taken out of use before it answered. */
  static PluginException gone(String message) {
    return new PluginException(message, true);
  }

  /** Whether the plugin was taken out of use before it answered: another one may be asked. */
  public boolean isGone() {
    return gone;
  }
}
