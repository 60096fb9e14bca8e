package org.meseta.http.server.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/** A client that sees every byte. */
final class Wire implements AutoCloseable {
  final Socket socket;

  Wire(int port) throws IOException {
    this(port, 0);
  }

  Wire(int port, int receiveBuffer) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(20_000);
  }

  Wire send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** Up to and with the text. */
  String until(String end) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (!read.toString(ISO_8859_1).endsWith(end)) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("end of stream after: " + read.toString(ISO_8859_1));
      }
      read.write(b);
    }
    return read.toString(ISO_8859_1);
  }

  /** What one read gives. */
  String some() throws IOException {
    byte[] bytes = new byte[64 * 1024];
    int count = socket.getInputStream().read(bytes);
    return count < 0 ? "" : new String(bytes, 0, count, ISO_8859_1);
  }

  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  static String exchange(int port, String request) throws IOException {
    try (Wire wire = new Wire(port)) {
      return wire.send(request).rest();
    }
  }

  static String get(int port, String target) throws IOException {
    return exchange(port, "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
