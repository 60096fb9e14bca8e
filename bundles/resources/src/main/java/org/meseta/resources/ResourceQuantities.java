package org.meseta.resources;

import java.util.Set;

/**
 * How much of which resource, by name, without roles or reservations. Immutable; in thousandths.
 */
public final class ResourceQuantities {

  private ResourceQuantities() {}

  /** Nothing. */
  public static ResourceQuantities empty() {
    throw new UnsupportedOperationException();
  }

  /** Reads for example {@code cpus:0.01;mem:32}. */
  public static ResourceQuantities parse(String text) {
    throw new UnsupportedOperationException();
  }

  /** Names with a quantity above zero. */
  public Set<String> names() {
    throw new UnsupportedOperationException();
  }

  /** Thousandths of the resource; 0 if there is none. */
  public long milli(String name) {
    throw new UnsupportedOperationException();
  }

  public ResourceQuantities plus(ResourceQuantities other) {
    throw new UnsupportedOperationException();
  }

  /** Never below zero. */
  public ResourceQuantities minus(ResourceQuantities other) {
    throw new UnsupportedOperationException();
  }

  public boolean contains(ResourceQuantities other) {
    throw new UnsupportedOperationException();
  }
}
