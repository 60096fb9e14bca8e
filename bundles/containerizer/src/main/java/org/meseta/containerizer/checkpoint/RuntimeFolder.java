package org.meseta.containerizer.checkpoint;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.meseta.storage.FileMode;
import org.meseta.storage.RevisedFile;

/**
 * Layout of the containerizer's folder: {@code containers/NAME/} with the checkpoint and what the
 * launcher writes, {@code exits/NAME} for the end of the command.
 *
 * @param root the folder
 */
public record RuntimeFolder(Path root) {
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** Makes what is missing of it. Blocks. */
  public void create() throws IOException {
    for (Path folder : List.of(containers(), exits())) {
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder, PRIVATE);
      }
    }
  }

  /** Where ends are written. */
  public Path exits() {
    return root.resolve("exits");
  }

  /** The folder of one container. */
  public Path container(String name) {
    return containers().resolve(name);
  }

  /** Where the end of one container is written. */
  public Path exit(String name) {
    return exits().resolve(name);
  }

  /** Trouble that the launcher had before the command's own files were open. */
  public Path trouble(String name) {
    return container(name).resolve("trouble");
  }

  RevisedFile checkpoint(String name) {
    return new RevisedFile(container(name).resolve("checkpoint"), FileMode.PRIVATE);
  }

  /**
   * Makes the folder of a new container. Blocks.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one
   */
  public void add(String name) throws IOException {
    Files.createDirectory(container(name), PRIVATE);
  }

  /** Names of all containers. Blocks. */
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(containers())) {
      folders.forEach(f -> names.add(f.getFileName().toString()));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  /** Whether a container's command was ever let go, or may have been. Blocks. */
  public boolean hasStarted(String name) {
    return !Files.notExists(container(name).resolve("pid"));
  }

  /** Removes all files of a container, the checkpoint last. May be called again. Blocks. */
  public void remove(String name) throws IOException {
    Files.deleteIfExists(exit(name));
    Path checkpoint = checkpoint(name).path();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(container(name), f -> !f.equals(checkpoint))) {
      for (Path file : files) {
        Files.delete(file);
      }
      Files.deleteIfExists(checkpoint);
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Gone already.
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Files.deleteIfExists(container(name));
  }

  private Path containers() {
    return root.resolve("containers");
  }
}
