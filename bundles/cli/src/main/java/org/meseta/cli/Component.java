package org.meseta.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.PluginNames;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A component of a bundle, made without a framework; its parameters have their defaults. */
final class Component {
  private final Element description;
  private final ClassLoader loader;

  private Component(Element description, ClassLoader loader) {
    this.description = description;
    this.loader = loader;
  }

  /**
   * Those of a bundle.
   *
   * @param loader of the bundle's classes
   * @throws IOException if it cannot be read; the message says so
   */
  static List<Component> of(Path jar, ClassLoader loader) throws IOException {
    List<Component> components = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (String name : names(file.getManifest())) {
        try (InputStream in = file.getInputStream(file.getEntry(name))) {
          components.add(new Component(parse(in), loader));
        } catch (SAXException | ParserConfigurationException e) {
          throw new IOException(jar + ": " + name + " describes no component: " + e, e);
        }
      }
    }
    return components;
  }

  private static List<String> names(@Nullable Manifest manifest) {
    String header =
        manifest == null ? null : manifest.getMainAttributes().getValue("Service-Component");
    return header == null
        ? List.of()
        : Arrays.stream(header.split(",")).map(String::strip).toList();
  }

  private static Element parse(InputStream in)
      throws IOException, SAXException, ParserConfigurationException {
    DocumentBuilderFactory xml = DocumentBuilderFactory.newInstance();
    xml.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return xml.newDocumentBuilder().parse(in).getDocumentElement();
  }

  boolean provides(Class<?> service) {
    return elements("provide").anyMatch(e -> e.getAttribute("interface").equals(service.getName()));
  }

  /** The plugin's names. One value is an attribute, several are lines. */
  List<String> names() {
    return elements("property")
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

  private Stream<Element> elements(String name) {
    NodeList nodes = description.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements.stream();
  }

  /**
   * Makes it.
   *
   * @throws IOException if it cannot be made; the message says why
   */
  <T> T make(Class<T> service) throws IOException {
    String implementation =
        elements("implementation").map(e -> e.getAttribute("class")).findFirst().orElse("");
    try {
      for (Constructor<?> constructor :
          Class.forName(implementation, true, loader).getConstructors()) {
        Class<?>[] parameters = constructor.getParameterTypes();
        if (Arrays.stream(parameters).allMatch(Class::isAnnotation)) {
          Object[] defaults = Arrays.stream(parameters).map(Component::defaults).toArray();
          return service.cast(constructor.newInstance(defaults));
        }
      }
    } catch (InvocationTargetException e) {
      throw new IOException(implementation + " cannot be made: " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IOException(implementation + " cannot be made: " + e, e);
    }
    throw new IOException(
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

  /**
   * Gives what was made of this component a service, if it wants such.
   *
   * @throws IOException if it does not take it; the message says why
   */
  <T> void bind(Object made, Class<T> service, T given, Map<String, ?> properties)
      throws IOException {
    List<String> methods =
        elements("reference")
            .filter(e -> e.getAttribute("interface").equals(service.getName()))
            .map(e -> e.getAttribute("bind"))
            .toList();
    for (Method method : made.getClass().getDeclaredMethods()) {
      if (methods.contains(method.getName())) {
        Object[] arguments =
            Arrays.stream(method.getParameterTypes())
                .map(type -> type.equals(Map.class) ? properties : given)
                .toArray();
        method.setAccessible(true);
        try {
          method.invoke(made, arguments);
        } catch (ReflectiveOperationException e) {
          throw new IOException(made.getClass().getName() + " does not take " + given, e);
        }
      }
    }
  }
}
