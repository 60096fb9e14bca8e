package org.meseta.agent.host;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;

/** The users of this host. All methods block. */
public final class Users {
  private static final Path OWN = Path.of("/proc/self");

  private final UserPrincipalLookupService all =
      FileSystems.getDefault().getUserPrincipalLookupService();
  private final UserPrincipal own;

  /** By its number: whatever its name is, and under all its names. */
  private final UserPrincipal root;

  private final boolean rootAllowed;

  /**
   * Looks who this process is.
   *
   * @param rootAllowed whether tasks may run as root
   */
  public Users(boolean rootAllowed) throws IOException {
    this.own = Files.getOwner(OWN);
    this.root = all.lookupPrincipalByName("0");
    this.rootAllowed = rootAllowed;
  }

  /** Whether this process is root. */
  public boolean isRoot() {
    return own.equals(root);
  }

  /**
   * Who owns the files of a task.
   *
   * @param name empty: the agent's own user
   * @return empty for the agent's own user
   * @throws UserRefusedException if the task would run as root and must not
   * @throws IOException if there is no such user, or the agent may not become it; says which
   */
  public Optional<UserPrincipal> find(Optional<String> name) throws IOException {
    UserPrincipal user = name.isEmpty() ? own : named(name.get());
    if (user.equals(root) && !rootAllowed) {
      throw new UserRefusedException(
          name.isEmpty()
              ? "The task names no user, and must not run as root: --root_submissions is off"
              : "User '" + name.get() + "' is root, and must not be: --root_submissions is off");
    }
    if (user.equals(own)) {
      return Optional.empty();
    }
    if (!isRoot()) {
      throw new IOException(
          "The agent runs as '" + own.getName() + "' and cannot run tasks as '" + name.get() + "'");
    }
    return Optional.of(user);
  }

  private UserPrincipal named(String name) throws IOException {
    try {
      if (!isNumber(name)) {
        return all.lookupPrincipalByName(name);
      }
    } catch (UserPrincipalNotFoundException e) {
      throw new IOException("There is no user '" + name + "' on this agent", e);
    }
    throw new IOException("There is no user '" + name + "': users have names, not numbers");
  }

  /** Whether the lookup would take it for the number of a user. */
  private static boolean isNumber(String name) {
    try {
      Integer.parseInt(name);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
