package org.meseta.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.PluginNames;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Allocators by name, out of jars, without a framework: components are found as the framework would
 * find them, and get the defaults of their parameters.
 */
final class AllocatorJars {
  private final Map<String, AllocatorFactory> byName = new LinkedHashMap<>();

  /** Those that come with this program. */
  static AllocatorJars onClassPath() throws IOException {
    AllocatorJars jars = new AllocatorJars();
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
      if (entry.endsWith(".jar")) {
        jars.read(Path.of(entry), AllocatorJars.class.getClassLoader());
      }
    }
    return jars;
  }

  /**
   * Adds those of a plugin's jar, before any of the same name.
   *
   * @throws IOException if it cannot be read or has none; the message says so
   */
  void add(Path jar) throws IOException {
    URL[] own = {jar.toUri().toURL()};
    if (read(jar, new URLClassLoader(own, new Platform())) == 0) {
      throw new IOException(jar + " has no allocator");
    }
  }

  /** What plugins may use of this program: not the plugins that come with it. */
  private static final class Platform extends ClassLoader {
    Platform() {
      super(AllocatorJars.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.meseta.plugins.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  Optional<AllocatorFactory> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** What {@link #find} finds. */
  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  private int read(Path jar, ClassLoader loader) throws IOException {
    int found = 0;
    try (JarFile file = new JarFile(jar.toFile())) {
      for (String component : components(file.getManifest())) {
        try (InputStream in = file.getInputStream(file.getEntry(component))) {
          Element root = parse(in).getDocumentElement();
          if (provides(root)) {
            AllocatorFactory factory = make(root, loader);
            names(root).forEach(name -> byName.put(name, factory));
            found++;
          }
        } catch (SAXException | ParserConfigurationException | ReflectiveOperationException e) {
          throw new IOException(jar + ": " + component + " describes no component: " + e, e);
        }
      }
    }
    return found;
  }

  private static List<String> components(@Nullable Manifest manifest) {
    String header =
        manifest == null ? null : manifest.getMainAttributes().getValue("Service-Component");
    return header == null
        ? List.of()
        : Arrays.stream(header.split(",")).map(String::strip).toList();
  }

  private static Document parse(InputStream in)
      throws ParserConfigurationException, SAXException, IOException {
    DocumentBuilderFactory xml = DocumentBuilderFactory.newInstance();
    xml.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return xml.newDocumentBuilder().parse(in);
  }

  private static boolean provides(Element component) {
    return elements(component, "provide").stream()
        .anyMatch(e -> e.getAttribute("interface").equals(AllocatorFactory.class.getName()));
  }

  /** One value is an attribute, several are lines. */
  private static List<String> names(Element component) {
    return elements(component, "property").stream()
        .filter(e -> e.getAttribute("name").equals(PluginNames.NAME))
        .flatMap(
            e ->
                e.hasAttribute("value")
                    ? Stream.of(e.getAttribute("value"))
                    : e.getTextContent().lines())
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static List<Element> elements(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static AllocatorFactory make(Element component, ClassLoader loader)
      throws ReflectiveOperationException {
    String implementation = elements(component, "implementation").get(0).getAttribute("class");
    Class<?> type = Class.forName(implementation, true, loader);
    try {
      for (Constructor<?> constructor : type.getConstructors()) {
        Class<?>[] parameters = constructor.getParameterTypes();
        if (Arrays.stream(parameters).allMatch(Class::isAnnotation)) {
          Object[] defaults = Arrays.stream(parameters).map(AllocatorJars::defaults).toArray();
          return (AllocatorFactory) constructor.newInstance(defaults);
        }
      }
    } catch (InvocationTargetException e) {
      throw new ReflectiveOperationException(implementation + " cannot be made", e);
    }
    throw new ReflectiveOperationException(
        implementation + " needs more than its parameters, which only a running process has");
  }

  /** What a component without configuration is given. */
  private static Object defaults(Class<?> parameters) {
    return Proxy.newProxyInstance(
        parameters.getClassLoader(),
        new Class<?>[] {parameters},
        (proxy, method, arguments) ->
            method.getName().equals("annotationType")
                ? (Class<? extends Annotation>) parameters.asSubclass(Annotation.class)
                : method.getDefaultValue());
  }
}
