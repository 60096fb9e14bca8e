package org.meseta.plugins.allocator.hierarchical.share;

/**
 * Who is given resources: one framework in one role.
 *
 * @param <C> what it stands for
 */
public final class Member<C> extends Node<C> {

  private final Members<C> home;
  private final C client;
  boolean active;

  Member(Members<C> home, String name, C client) {
    super(home.standards, home, name, 1);
    this.home = home;
    this.client = client;
  }

  /** What it stands for. */
  public C client() {
    return client;
  }

  /** Whether nothing is allocated to it. */
  public boolean isEmpty() {
    return allocated.isZero();
  }

  Members<C> home() {
    return home;
  }

  @Override
  boolean isActive() {
    return active;
  }
}
