package org.meseta.plugin.authorizer;

import java.util.Map;
import java.util.Optional;

/**
 * Somebody who was authenticated, or nobody.
 *
 * @param value the name; empty for a principal that has claims only, or for nobody
 * @param claims what a token said about them
 */
public record Principal(Optional<String> value, Map<String, String> claims) {

  /** Nobody was authenticated. */
  public static final Principal ANONYMOUS = new Principal(Optional.empty(), Map.of());

  public Principal {
    claims = Map.copyOf(claims);
  }

  /** Somebody with a name. */
  public static Principal named(String value) {
    return new Principal(Optional.of(value), Map.of());
  }
}
