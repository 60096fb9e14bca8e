package org.meseta.agent.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeRemovalTest {
  @TempDir Path folder;

  @Test
  void removesATreeAndFollowsNoLink() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "x");
    Path tree = Files.createDirectories(folder.resolve("tree/a/b"));
    Files.writeString(tree.resolve("file"), "x");
    Files.createSymbolicLink(tree.resolve("link"), outside);
    Files.createSymbolicLink(folder.resolve("tree/dangling"), Path.of("/nowhere"));

    assertThat(TreeRemoval.remove(folder.resolve("tree"))).isTrue();

    assertThat(folder.resolve("tree")).doesNotExist();
    assertThat(outside.resolve("kept")).exists();
  }

  @Test
  void removesATreeThatIsVeryDeep() throws IOException {
    Path deep = Files.createDirectory(folder.resolve("tree"));
    for (int i = 0; i < 300; i++) {
      deep = Files.createDirectory(deep.resolve("d"));
    }
    Files.writeString(deep.resolve("file"), "x");

    TreeRemoval.remove(folder.resolve("tree"));

    assertThat(folder.resolve("tree")).doesNotExist();
  }

  @Test
  void doesNothingWithoutAFolderAndRefusesALink() throws IOException {
    assertThat(TreeRemoval.remove(folder.resolve("none"))).isFalse();
    Path target = Files.createDirectory(folder.resolve("target"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);

    assertThatThrownBy(() -> TreeRemoval.remove(link)).isInstanceOf(IOException.class);
    assertThat(target).exists();
  }
}
