package org.meseta.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void readsWhatWasWrittenLast() throws IOException {
    AtomicFile file = new AtomicFile(folder.resolve("a"), FileMode.PRIVATE);
    assertThat(file.read(10)).isEmpty();
    file.write("one".getBytes(UTF_8));
    file.writeUntilReboot("two".getBytes(UTF_8));
    assertThat(file.read(3)).hasValueSatisfying(c -> assertThat(c).asString().isEqualTo("two"));
  }

  @Test
  void hasTheModeAskedForWhateverItHadBefore() throws IOException {
    Path path = folder.resolve("a");
    for (FileMode mode : FileMode.values()) {
      new AtomicFile(path, mode).write(new byte[1]);
      assertThat(Files.getPosixFilePermissions(path)).isEqualTo(mode.permissions());
    }
    assertThat(PosixFilePermissions.toString(FileMode.GROUP.permissions())).isEqualTo("rw-r-----");
  }

  @Test
  void refusesToReadMoreThanTheLimit() throws IOException {
    AtomicFile file = new AtomicFile(folder.resolve("a"), FileMode.PRIVATE);
    file.write(new byte[11]);
    assertThatThrownBy(() -> file.read(10)).hasMessageContaining("11 bytes, more than 10");
  }

  @Test
  void removesLeftoversOfInterruptedWritesAndNothingElse() throws IOException {
    AtomicFile file = new AtomicFile(folder.resolve("a"), FileMode.PRIVATE);
    file.write(new byte[1]);
    Files.createFile(folder.resolve(".b.meseta-new"));
    assertThat(AtomicFile.removeLeftovers(folder)).isEqualTo(1);
    assertThat(folder).isDirectoryNotContaining("glob:**.meseta-new");
    assertThat(file.read(1)).isPresent();
  }

  @Test
  void doesNotWriteThroughALinkInTheWay() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "safe");
    Files.createSymbolicLink(folder.resolve(".a.meseta-new"), victim);
    Files.createSymbolicLink(folder.resolve("a"), victim);
    new AtomicFile(folder.resolve("a"), FileMode.PRIVATE).write("new".getBytes(UTF_8));
    assertThat(victim).hasContent("safe");
    assertThat(folder.resolve("a")).hasContent("new").isRegularFile();
  }

  @Test
  void deletesMoreThanOnce() throws IOException {
    AtomicFile file = new AtomicFile(folder.resolve("a"), FileMode.PRIVATE);
    file.write(new byte[1]);
    file.delete();
    file.delete();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void makesFoldersThatAreMissing() throws IOException {
    Folders.create(folder.resolve("a/b/c"));
    Folders.create(folder.resolve("a/b/c"));
    assertThat(folder.resolve("a/b/c")).isDirectory();
  }
}
