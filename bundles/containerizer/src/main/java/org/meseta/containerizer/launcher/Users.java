package org.meseta.containerizer.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meseta.plugin.Clock;

/**
 * Users of the host, asked for by name. A number is none, even if there is a user with that id: who
 * may not be root must not be "0" either. All methods may be called from any thread and block.
 */
final class Users {
  private static final String IDS = "id -u -- \"$1\" && id -g -- \"$1\" && id -un -- \"$1\"";
  private static final Pattern ACCOUNT = Pattern.compile("(\\d+)\n(\\d+)\n(.+)");
  private static final Pattern NUMBER = Pattern.compile("[\\s+-]*\\d*\\s*");

  /** Users come, go and change; not so often that every launch should ask. */
  private static final long FRESH = Duration.ofMinutes(1).toNanos();

  private final HostTools tools;
  private final Clock clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  Users(HostTools tools, Clock clock) {
    this.tools = tools;
    this.clock = clock;
  }

  /**
   * The user as whom a command is to run.
   *
   * @return empty if we are that user
   * @throws IOException if there is no such user, or we may not become it
   */
  Optional<Account> other(String name) throws IOException {
    Account account = find(name);
    if (account.equals(tools.own())
        || (account.uid() == tools.own().uid() && !tools.own().root())) {
      return Optional.empty();
    }
    if (!tools.own().root()) {
      throw new IOException(
          "Commands cannot run as user '"
              + name
              + "': the agent runs as '"
              + tools.own().name()
              + "'");
    }
    return Optional.of(account);
  }

  private Account find(String name) throws IOException {
    Known before = known.get(name);
    if (before != null && clock.nanoTime() - before.nanos < FRESH) {
      return before.account;
    }
    Account account = lookUp(name);
    known.put(name, new Known(account, clock.nanoTime()));
    return account;
  }

  private Account lookUp(String name) throws IOException {
    HostTools.Answer answer = HostTools.run(tools.shell(), IDS, name);
    Matcher ids = ACCOUNT.matcher(answer.text());
    if (!ids.matches()) {
      throw new IOException("No user '" + name + "' on this host: " + answer.text());
    }
    // Some hosts have users whose names are all digits; then the id's user has that name.
    if (NUMBER.matcher(name).matches() && !ids.group(3).equals(name)) {
      throw new IOException("No user '" + name + "' on this host: a name is needed, not an id");
    }
    return new Account(name, Long.parseLong(ids.group(1)), Long.parseLong(ids.group(2)));
  }

  private record Known(Account account, long nanos) {}
}
