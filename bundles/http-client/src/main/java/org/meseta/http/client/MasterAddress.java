package org.meseta.http.client;

import java.net.URI;
import java.net.URISyntaxException;

/** Where a master is, as people write it. */
public final class MasterAddress {
  private static final int PORT = 5050;

  private MasterAddress() {}

  /**
   * Reads {@code HOST:PORT}, {@code HOST} (port 5050), {@code master@HOST:PORT} or an address with
   * {@code http} or {@code https}.
   *
   * @return its root, for example {@code http://127.0.0.1:5050/}
   * @throws IllegalArgumentException if it is none of these
   */
  public static URI parse(String text) {
    if (text.startsWith("zk://")) {
      throw new IllegalArgumentException(
          "'" + text + "': give HOST:PORT of a master, not ZooKeeper");
    }
    String host = text.startsWith("master@") ? text.substring("master@".length()) : text;
    URI uri = uri(text, host.contains("://") ? host : "http://" + host);
    if (uri.getHost() == null || !uri.getScheme().matches("https?")) {
      throw new IllegalArgumentException("'" + text + "' is not HOST:PORT of a master");
    }
    return uri.getPort() >= 0 ? uri.resolve("/") : withPort(text, uri);
  }

  private static URI withPort(String text, URI uri) {
    return uri(text, uri.getScheme() + "://" + uri.getHost() + ":" + PORT + "/");
  }

  private static URI uri(String text, String full) {
    try {
      return new URI(full);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + text + "' is not HOST:PORT of a master", e);
    }
  }
}
