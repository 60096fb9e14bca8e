package org.meseta.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisedFileTest {
  private static final int LIMIT = 1000;

  @TempDir Path folder;
  private RevisedFile file;

  @BeforeEach
  void create() {
    file = new RevisedFile(folder.resolve("file"), FileMode.PRIVATE);
  }

  @Test
  void tellsTheNewestRevision() throws IOException {
    file.replace(bytes("one"));
    assertNewest("one");
    file.revise(bytes("two"));
    file.revise(bytes("three"));
    assertNewest("three");
    file.replace(bytes("four"));
    assertNewest("four");
    assertThat(Files.getPosixFilePermissions(file.path())).hasSize(2);
  }

  @Test
  void fallsBackToTheLastWholeRevisionWhereverTheNewestWasCutOff() throws IOException {
    file.replace(bytes("one"));
    long whole = Files.size(file.path());
    file.revise(bytes("two"));
    byte[] all = Files.readAllBytes(file.path());
    for (int length = (int) whole; length < all.length; length++) {
      Files.write(file.path(), Arrays.copyOf(all, length));
      assertNewest("one");
    }
  }

  @Test
  void knowsNothingOfAFileThatIsMissingOrEmpty() throws IOException {
    assertThat(file.read(LIMIT)).isEmpty();
    Files.createFile(file.path());
    assertThat(file.read(LIMIT)).isEmpty();
  }

  @Test
  void refusesWhatNeverWasARevision() throws IOException {
    for (String content : new String[] {"x", "something else", "\0\0\0\3\0\0\0\0one"}) {
      Files.writeString(file.path(), content);
      assertThatThrownBy(() -> file.read(LIMIT))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining(file.path().toString());
    }
  }

  @Test
  void refusesToReviseWhatIsNotThere() {
    assertThatThrownBy(() -> file.revise(bytes("one"))).isInstanceOf(IOException.class);
    assertThat(file.path()).doesNotExist();
  }

  private void assertNewest(String content) throws IOException {
    assertThat(file.read(LIMIT)).hasValueSatisfying(b -> assertThat(b).isEqualTo(bytes(content)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
