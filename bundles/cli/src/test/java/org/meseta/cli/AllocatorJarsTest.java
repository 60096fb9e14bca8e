package org.meseta.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.PluginNames;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.allocator.sorter.Sorter;
import org.meseta.plugin.allocator.sorter.SorterContext;
import org.meseta.plugin.allocator.sorter.SorterFactory;

class AllocatorJarsTest {
  @TempDir Path folder;

  /** An allocator that takes sorters as the framework gives them. */
  public static final class Sorting implements AllocatorFactory {
    private final List<String> sorters = new ArrayList<>();

    void takeSorter(SorterFactory sorter, Map<String, ?> properties) {
      sorters.addAll(PluginNames.of(properties.get(PluginNames.NAME)));
    }

    @Override
    public Allocator create(AllocatorContext context) {
      throw new UnsupportedOperationException();
    }
  }

  /** A sorter. */
  public static final class Idle implements SorterFactory {
    @Override
    public Sorter create(SorterContext context) {
      return candidate -> 0;
    }
  }

  private Path jar(String name, Class<?> service, Class<?> implementation, String more)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Service-Component", "OSGI-INF/one.xml");
    Path jar = folder.resolve(name + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new ZipEntry("OSGI-INF/one.xml"));
      out.write(
          """
          <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="one">
            <property name="mesos.plugin.name" value="%s"/>
            <service><provide interface="%s"/></service>
            %s
            <implementation class="%s"/>
          </scr:component>
          """
              .formatted(name, service.getName(), more, implementation.getName())
              .getBytes(UTF_8));
    }
    return jar;
  }

  private Path allocator() throws IOException {
    String reference =
        "<reference interface=\"%s\" bind=\"takeSorter\"/>"
            .formatted(SorterFactory.class.getName());
    return jar("sorting", AllocatorFactory.class, Sorting.class, reference);
  }

  @Test
  void givesAnAllocatorTheSortersOfOtherJars() throws Exception {
    AllocatorJars jars = new AllocatorJars();
    jars.add(allocator());
    jars.add(jar("idle", SorterFactory.class, Idle.class, ""));
    assertThat(jars.find("sorting"))
        .hasValueSatisfying(found -> assertThat(((Sorting) found).sorters).containsExactly("idle"));
    assertThat(jars.isForeign("sorting")).isTrue();
    assertThat(jars.isForeign("idle")).isFalse();
    assertThat(jars.find("idle")).isEmpty();
  }

  @Test
  void refusesAJarWithNeither() throws Exception {
    Path other = jar("other", Runnable.class, Idle.class, "");
    assertThatThrownBy(() -> new AllocatorJars().add(other))
        .isInstanceOf(IOException.class)
        .hasMessage(other + " has neither an allocator nor a sorter");
  }
}
