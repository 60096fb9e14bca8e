package org.meseta.itests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.meseta.testkit.cluster.daemon.Daemons;

/**
 * Daemons with a bug: the changed sources are compiled, and all classes of the daemons are loaded
 * once more, the changed ones in place of those that they are made from.
 */
final class PlantedDaemons extends ClassLoader {
  private static final Path PROJECT = Path.of("..", "..");
  private static final List<String> OWN =
      List.of("org.meseta.master.", "org.meseta.agent.", "org.meseta.plugins.");

  /** What the simulation speaks with the daemons through. */
  private static final List<String> SHARED =
      List.of(
          "org.meseta.master.api.",
          "org.meseta.master.state.",
          "org.meseta.agent.api.",
          "org.meseta.agent.state.");

  private final Path classes;

  private PlantedDaemons(Path classes) {
    super(PlantedDaemons.class.getClassLoader());
    this.classes = classes;
  }

  /**
   * Plants a bug.
   *
   * @param folder for its classes; empty
   */
  static Daemons with(Mutant mutant, Path folder) throws IOException, ReflectiveOperationException {
    Path sources = Files.createDirectory(folder.resolve("sources"));
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<Path> changed = new ArrayList<>();
    for (Mutant.Edit edit : mutant.edits()) {
      String source = Files.readString(PROJECT.resolve(edit.file()));
      assertThat(source.split(Pattern.quote(edit.text()), -1))
          .as("'%s' is to be planted in %s, where this is no more, or not once", mutant, edit)
          .hasSize(2);
      Path file = sources.resolve(Path.of(edit.file()).getFileName());
      Files.writeString(file, source.replace(edit.text(), edit.instead()));
      changed.add(file);
    }
    if (!changed.isEmpty()) {
      compile(changed, classes);
    }
    return (Daemons)
        new PlantedDaemons(classes)
            .loadClass(RealDaemons.class.getName())
            .getDeclaredConstructor()
            .newInstance();
  }

  private static void compile(List<Path> sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String own = System.getProperty("java.class.path");
    List<String> options =
        List.of(
            "-proc:none",
            "-nowarn",
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", own));
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isOwn(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private static boolean isOwn(String name) {
    boolean own = OWN.stream().anyMatch(name::startsWith);
    boolean maker = name.startsWith(RealDaemons.class.getName());
    return maker || (own && SHARED.stream().noneMatch(name::startsWith));
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream bytes = open(file)) {
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] content = bytes.readAllBytes();
      return defineClass(name, content, 0, content.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private @Nullable InputStream open(String file) throws IOException {
    Path planted = classes.resolve(file);
    return Files.exists(planted)
        ? Files.newInputStream(planted)
        : getParent().getResourceAsStream(file);
  }
}
