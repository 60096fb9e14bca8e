package org.meseta.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names of roles. {@code *} is the role of everybody; others form a tree: {@code eng/web} is a role
 * below {@code eng}.
 */
public final class Roles {

  /** The role of whoever names none. */
  public static final String DEFAULT = "*";

  private static final int MAX_LENGTH = 1024;

  private Roles() {}

  /**
   * Says why a text is not a role.
   *
   * @return the reason, a sentence without its full stop; empty if the text is a role
   */
  public static Optional<String> invalid(String role) {
    if (role.equals(DEFAULT)) {
      return Optional.empty();
    }
    if (role.isEmpty()) {
      return Optional.of("Role names cannot be the empty string");
    }
    if (role.length() > MAX_LENGTH) {
      return Optional.of("Role names cannot be longer than " + MAX_LENGTH + " characters");
    }
    return wrongSlash(role)
        .map(reason -> "Role '" + role + "' " + reason)
        .or(() -> wrongComponent(role));
  }

  /**
   * @throws ResourceException if the text is not a role; the message says why
   */
  public static String require(String role) {
    invalid(role)
        .ifPresent(
            reason -> {
              throw new ResourceException(reason);
            });
    return role;
  }

  private static Optional<String> wrongSlash(String role) {
    if (role.startsWith("/")) {
      return Optional.of("cannot start with a slash");
    }
    if (role.endsWith("/")) {
      return Optional.of("cannot end with a slash");
    }
    return role.contains("//")
        ? Optional.of("cannot contain two adjacent slashes")
        : Optional.empty();
  }

  private static Optional<String> wrongComponent(String role) {
    for (String part : role.split("/")) {
      if (part.equals(".") || part.equals("..") || part.equals(DEFAULT)) {
        return Optional.of("Role '" + role + "' cannot include '" + part + "' as a component");
      }
      if (part.startsWith("-")) {
        return wrongComponent(part, "starts with a dash");
      }
      if (part.chars().anyMatch(Roles::isForbidden)) {
        return wrongComponent(part, "contains backspace or whitespace");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> wrongComponent(String part, String why) {
    return Optional.of("Role component '" + part + "' is invalid because it " + why);
  }

  private static boolean isForbidden(int c) {
    return c == ' ' || c == 0x7f || (c >= '\b' && c <= '\r');
  }

  /** The roles above this one, the nearest first: of {@code a/b/c}, {@code a/b} and {@code a}. */
  public static List<String> ancestors(String role) {
    List<String> ancestors = new ArrayList<>();
    for (int slash = role.lastIndexOf('/'); slash > 0; slash = role.lastIndexOf('/', slash - 1)) {
      ancestors.add(role.substring(0, slash));
    }
    return ancestors;
  }

  /** Whether {@code role} is below {@code ancestor}, at any depth. */
  public static boolean isStrictSubroleOf(String role, String ancestor) {
    return role.length() > ancestor.length()
        && role.charAt(ancestor.length()) == '/'
        && role.startsWith(ancestor);
  }

  /** Whether the role is below another one. */
  public static boolean isHierarchical(String role) {
    return role.indexOf('/') > 0;
  }
}
