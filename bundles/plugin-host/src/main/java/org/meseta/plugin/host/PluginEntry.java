package org.meseta.plugin.host;

import java.time.Instant;

/** One plugin on the board. Usable from any thread; one host writes it. */
public final class PluginEntry {
  private final PluginBoard board;
  private final String host;
  private final String kind;
  private final String name;
  private final Origin origin;
  private final CallStats stats = new CallStats();
  private volatile Standing standing;

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

  CallStats stats() {
    return stats;
  }

  String title() {
    return kind + " " + name;
  }

  record Standing(PluginState state, String reason, Instant since) {}
}
