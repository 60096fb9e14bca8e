package org.meseta.containerizer.launcher;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Users of the host, looked up once each. All methods may be called from any thread and block. */
final class Users {
  private static final Pattern IDS = Pattern.compile("(\\d+) (\\d+)");

  private final HostTools tools;
  private final Map<String, List<String>> known = new ConcurrentHashMap<>();

  Users(HostTools tools) {
    this.tools = tools;
  }

  /**
   * Options with which setpriv becomes the user; none if we are that user.
   *
   * @throws IOException if there is no such user, or we may not become another
   */
  List<String> drop(String user) throws IOException {
    if (user.equals(tools.user())) {
      return List.of();
    }
    if (!tools.root()) {
      throw new IOException(
          "Commands cannot run as user '" + user + "': the agent runs as '" + tools.user() + "'");
    }
    List<String> options = known.get(user);
    if (options == null) {
      options = lookUp(user);
      known.put(user, options);
    }
    return options;
  }

  private List<String> lookUp(String user) throws IOException {
    HostTools.Answer answer =
        HostTools.run(tools.shell(), "echo $(id -u -- \"$1\") $(id -g -- \"$1\")", user);
    Matcher ids = IDS.matcher(answer.text());
    if (!ids.matches()) {
      throw new IOException("No user '" + user + "' on this host");
    }
    return List.of("--reuid=" + ids.group(1), "--regid=" + ids.group(2), "--init-groups");
  }
}
