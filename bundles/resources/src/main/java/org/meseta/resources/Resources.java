package org.meseta.resources;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meseta.protocol.v1.Resource;

/**
 * An immutable collection of resources. Resources that may be added are; empty ones vanish. Scalars
 * are kept in thousandths. Two collections that hold the same are equal, in whatever order they
 * were made.
 */
public final class Resources {

  private static final Resources EMPTY = new Resources();

  private Resources() {}

  /** Holds nothing. */
  public static Resources empty() {
    return EMPTY;
  }

  /**
   * Reads wire resources.
   *
   * @throws ResourceException if one of them is not valid; the message says which and why
   */
  public static Resources of(Iterable<Resource> resources) {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads the text form ({@code cpus:4;mem(role):512;ports:[31000-32000]}) or the JSON form (an
   * array of resources).
   *
   * @param defaultRole of resources that name none
   * @throws ResourceException if the text is not valid; the message names the part
   */
  public static Resources parse(String text, String defaultRole) {
    throw new UnsupportedOperationException();
  }

  /** As on the wire, in the format with a reservation stack. */
  public List<Resource> toList() {
    throw new UnsupportedOperationException();
  }

  public boolean isEmpty() {
    throw new UnsupportedOperationException();
  }

  public Resources plus(Resources other) {
    throw new UnsupportedOperationException();
  }

  /** What is left without {@code other}; what is not here is not taken away. */
  public Resources minus(Resources other) {
    throw new UnsupportedOperationException();
  }

  public boolean contains(Resources other) {
    throw new UnsupportedOperationException();
  }

  /** Sum of the scalars of this name; empty if there is none. */
  public Optional<Double> scalar(String name) {
    throw new UnsupportedOperationException();
  }

  /** Names of all resources here. */
  public Set<String> names() {
    throw new UnsupportedOperationException();
  }

  /** The same, each with this allocation role. */
  public Resources allocatedTo(String role) {
    throw new UnsupportedOperationException();
  }

  /** The same without allocation roles. */
  public Resources unallocated() {
    throw new UnsupportedOperationException();
  }

  /** Only what is reserved to nobody. */
  public Resources unreserved() {
    throw new UnsupportedOperationException();
  }

  /** Only what is reserved to exactly this role. */
  public Resources reservedTo(String role) {
    throw new UnsupportedOperationException();
  }

  /** Only what may be offered to the role: unreserved, or reserved to it or an ancestor. */
  public Resources allocatableTo(String role) {
    throw new UnsupportedOperationException();
  }

  /** Roles to which something here is reserved. */
  public Set<String> reservationRoles() {
    throw new UnsupportedOperationException();
  }

  /** Roles to which something here is allocated. */
  public Set<String> allocationRoles() {
    throw new UnsupportedOperationException();
  }

  public Resources revocable() {
    throw new UnsupportedOperationException();
  }

  public Resources nonRevocable() {
    throw new UnsupportedOperationException();
  }

  /** How much of each scalar, whatever its role and reservation. */
  public ResourceQuantities scalarQuantities() {
    throw new UnsupportedOperationException();
  }
}
