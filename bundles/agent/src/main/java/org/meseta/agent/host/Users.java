package org.meseta.agent.host;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;

/** The users of this host. All methods block. */
public final class Users {
  private static final String ROOT = "root";

  private final UserPrincipal own;

  /**
   * @param folder one that belongs to the agent's own user
   */
  public Users(Path folder) throws IOException {
    this.own = Files.getOwner(folder);
  }

  /**
   * Who owns the files of a task.
   *
   * @return empty for the agent's own user
   * @throws IOException if there is no such user, or the agent may not become it; says which
   */
  public Optional<UserPrincipal> find(String name) throws IOException {
    UserPrincipal user;
    try {
      user = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
    } catch (UserPrincipalNotFoundException e) {
      throw new IOException("There is no user '" + name + "' on this agent", e);
    }
    if (user.equals(own)) {
      return Optional.empty();
    }
    if (!own.getName().equals(ROOT)) {
      throw new IOException(
          "The agent runs as '" + own.getName() + "' and cannot run tasks as '" + name + "'");
    }
    return Optional.of(user);
  }
}
