package org.meseta.plugin.host;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One plugin on the board. Usable from any thread; one host writes it. */
public final class PluginEntry {
  private final PluginBoard board;
  private final String host;
  private final String kind;
  private final String name;
  private final Origin origin;
  private final CallStats stats = new CallStats();
  private volatile Standing standing;
  private volatile WeakReference<ClassLoader> loader = new WeakReference<>(null);

  PluginEntry(
      PluginBoard board, String host, String kind, String name, Origin origin, Standing standing) {
    this.board = board;
    this.host = host;
    this.kind = kind;
    this.name = name;
    this.origin = origin;
    this.standing = standing;
  }

  /** Its state changes. */
  public void is(PluginState state, String reason, Instant now) {
    standing = new Standing(state, reason, now);
    board.happened(new PluginEvent(now, host, kind, name, origin, state, reason));
  }

  /**
   * Its bundle goes.
   *
   * @param grace what lives on after so long is left over
   */
  public void leave(Instant now, Duration grace) {
    is(PluginState.MISSING, "its bundle goes", now);
    remove();
    ClassLoader gone = loader.get();
    if (gone != null) {
      board.left(status(), gone, now.plus(grace));
    }
  }

  /** It is not there any more. */
  public void remove() {
    board.remove(this);
  }

  /** What it is now. */
  public PluginStatus status() {
    Standing now = standing;
    return new PluginStatus(
        host, kind, name, origin, now.state, now.since, stats.read(), now.reason);
  }

  void loadedBy(ClassLoader its) {
    loader = new WeakReference<>(its);
  }

  /** That of the plugin's classes, if it is known and they are still there. */
  @Nullable ClassLoader loader() {
    return loader.get();
  }

  CallStats stats() {
    return stats;
  }

  String title() {
    return kind + " " + name;
  }

  record Standing(PluginState state, String reason, Instant since) {}
}
