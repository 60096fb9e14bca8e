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
      return Optional.of("A role cannot be empty");
    }
    if (role.length() > MAX_LENGTH) {
      return Optional.of("A role cannot be longer than " + MAX_LENGTH + " characters");
    }
    return wrongShape(role).map(reason -> "Role '" + role + "' " + reason);
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

  private static Optional<String> wrongShape(String role) {
    if (role.startsWith("/")) {
      return Optional.of("cannot start with a slash");
    }
    if (role.endsWith("/")) {
      return Optional.of("cannot end with a slash");
    }
    for (String part : role.split("/", -1)) {
      Optional<String> reason = wrongPart(part);
      if (reason.isPresent()) {
        return reason;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> wrongPart(String part) {
    if (part.isEmpty()) {
      return Optional.of("cannot have two slashes in a row");
    }
    if (part.equals(".") || part.equals("..") || part.equals(DEFAULT)) {
      return Optional.of("cannot have '" + part + "' as a part");
    }
    if (part.startsWith("-")) {
      return Optional.of("cannot have a part that starts with a dash");
    }
    return part.chars().anyMatch(Roles::isForbidden)
        ? Optional.of("cannot contain white space or a backspace")
        : Optional.empty();
  }

  private static boolean isForbidden(int c) {
    return c == ' ' || (c >= '\b' && c <= '\r');
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
