package org.meseta.containerizer.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.runtime.ManualTime;

/** Users of a host that has the {@code id} of the test's. */
class UsersTest {
  private static final Account ROOT = new Account("root", 0, 0);

  @TempDir Path folder;
  private final ManualTime time = new ManualTime();

  @BeforeEach
  void host() throws IOException {
    Path id = folder.resolve("id");
    Files.writeString(
        id,
        """
        #!/bin/sh
        echo "$@" >>"$(dirname "$0")/asked"
        grep "^$3:" "$(dirname "$0")/users" | cut -d: -f"${1#-}" | grep . ||
          { echo "id: '$3': no such user" >&2; exit 1; }
        """
            .replace("${1#-}", "$(case $1 in -u) echo 2 ;; -g) echo 3 ;; *) echo 4 ;; esac)"));
    Files.setPosixFilePermissions(id, PosixFilePermissions.fromString("rwxr-xr-x"));
    has("root:0:0:root", "toor:0:0:root", "bob:7:70:bob", "2024:24:20:2024", "0:0:0:root");
  }

  @Test
  void findsUsersByName() throws IOException {
    assertThat(users(ROOT).other("bob")).contains(new Account("bob", 7, 70));
    assertThat(users(ROOT).other("root")).isEmpty();
    assertThat(users(ROOT).other("toor")).contains(new Account("toor", 0, 0));
  }

  @Test
  void takesNoIdForAName() throws IOException {
    assertThatThrownBy(() -> users(ROOT).other("0"))
        .hasMessage("No user '0' on this host: a name is needed, not an id");
    assertThat(users(ROOT).other("2024")).contains(new Account("2024", 24, 20));
  }

  @Test
  void letsNobodyElseBecomeAnother() throws IOException {
    Account own = new Account("me", 7, 71);
    assertThat(users(own).other("bob")).isEmpty();
    assertThatThrownBy(() -> users(own).other("toor"))
        .hasMessage("Commands cannot run as user 'toor': the agent runs as 'me'");
    assertThatThrownBy(() -> users(own).other("none"))
        .hasMessageContaining("No user 'none' on this host: id: 'none': no such user");
  }

  @Test
  void asksAgainAfterAMinute() throws IOException {
    Users users = users(ROOT);
    Optional<Account> before = users.other("bob");
    has("bob:8:80:bob");
    time.advance(Duration.ofSeconds(59));
    assertThat(users.other("bob")).isEqualTo(before);
    assertThat(Files.readAllLines(folder.resolve("asked"))).hasSize(3);
    time.advance(Duration.ofSeconds(1));
    assertThat(users.other("bob")).contains(new Account("bob", 8, 80));
  }

  private void has(String... users) throws IOException {
    Files.write(folder.resolve("users"), List.of(users));
  }

  private Users users(Account own) {
    List<String> shell =
        List.of("/bin/sh", "-c", "PATH=" + folder + ":$PATH exec /bin/sh \"$@\"", "sh");
    return new Users(new HostTools(shell, List.of(), own), time);
  }
}
