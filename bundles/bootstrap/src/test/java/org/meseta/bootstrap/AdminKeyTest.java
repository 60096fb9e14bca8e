package org.meseta.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminKeyTest {

  @TempDir Path base;

  @Test
  void makesAKeyOnceAndLetsItIn() throws Exception {
    Path etc = Files.createDirectories(base.resolve("etc"));
    AdminKey.allow(base, etc);
    String made = Files.readString(base.resolve("ssh/id_rsa"));
    Files.writeString(etc.resolve("keys.properties"), "bob=AAAA,_g_:viewergroup");

    AdminKey.allow(base, etc);

    assertThat(Files.readString(base.resolve("ssh/id_rsa")))
        .isEqualTo(made)
        .startsWith("-----BEGIN PRIVATE KEY-----");
    assertThat(Files.readString(etc.resolve("keys.properties")))
        .matches("bob=AAAA,_g_:viewergroup\nadmin=AAAAB3NzaC1yc2E[A-Za-z0-9+/=]+,_g_:admingroup\n");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(base.resolve("ssh/id_rsa"))))
        .isEqualTo("rw-------");
  }
}
