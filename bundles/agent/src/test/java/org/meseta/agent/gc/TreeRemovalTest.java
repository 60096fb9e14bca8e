package org.meseta.agent.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
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
    Files.writeString(deepen(folder.resolve("tree"), 300).resolve("file"), "x");

    TreeRemoval.remove(folder.resolve("tree"));

    assertThat(folder.resolve("tree")).doesNotExist();
  }

  @Test
  void isNotStoppedByAFolderThatIsNamedAsItsOwn() throws IOException {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    for (int i = 0; i < 20; i++) {
      Files.createDirectories(tree.resolve(".meseta-removing-" + i + "/full"));
      Files.createDirectories(tree.resolve(".deep-" + i + "/full"));
      deepen(tree.resolve("deep-" + i), 100);
    }

    TreeRemoval.remove(folder.resolve("tree"));

    assertThat(tree).doesNotExist();
  }

  @Test
  void doesNothingWithoutAFolderAndRefusesALink() throws IOException {
    assertThat(TreeRemoval.remove(folder.resolve("none"))).isFalse();
    Path target = Files.createDirectory(folder.resolve("target"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);

    assertThatThrownBy(() -> TreeRemoval.remove(link)).isInstanceOf(IOException.class);
    assertThat(target).exists();
  }

  @Test
  void removesFoldersInWhichTheirOwnerMayNotWrite() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    for (String rights : List.of("r-xr-xr-x", "---------")) {
      Path locked = Files.createDirectories(tree.resolve(rights + "/inner"));
      Files.writeString(locked.resolve("file"), "x");
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString(rights));
      Files.setPosixFilePermissions(locked.getParent(), PosixFilePermissions.fromString(rights));
    }

    TreeRemoval.remove(tree);

    assertThat(tree).doesNotExist();
  }

  @Test
  void goesOnWhereAnEarlierRemovalWasCutShort() throws IOException {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    deepen(tree.resolve(".deep-0"), 100);
    deepen(tree.resolve("d"), 100);

    TreeRemoval.remove(tree);
    assertThat(folder).isEmptyDirectory();
    assertThat(TreeRemoval.remove(tree)).isFalse();
    assertThat(TreeRemoval.remove(folder.resolve("no/tree"))).isFalse();
  }

  /** What nobody else could see there is seen nowhere else meanwhile. */
  @Test
  void movesNothingOutOfTheFolder() throws Exception {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    Path locked = deepen(tree.resolve("d"), 20);
    for (int i = 0; i < 3; i++) {
      locked = deepen(locked.resolve("e" + i), 20);
    }
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      TreeRemoval.remove(tree);
      Files.createDirectory(folder.resolve("end"));
      List<String> created = new ArrayList<>();
      while (!created.contains("end")) {
        watch.take().pollEvents().forEach(event -> created.add(String.valueOf(event.context())));
        watch.poll();
      }
      assertThat(created).containsExactly("end");
    }
  }

  /** Makes so many folders, each in the one before. */
  private static Path deepen(Path first, int folders) throws IOException {
    Path deep = Files.createDirectory(first);
    for (int i = 1; i < folders; i++) {
      deep = Files.createDirectory(deep.resolve("d"));
    }
    return deep;
  }
}
