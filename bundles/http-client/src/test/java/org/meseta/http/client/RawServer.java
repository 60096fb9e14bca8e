package org.meseta.http.client;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that does to each connection just what the test says, decent or not. */
final class RawServer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Closeable> connections = new CopyOnWriteArrayList<>();

  RawServer(Script script) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(() -> accept(script));
  }

  /** What happens on a connection; it is closed afterwards. */
  interface Script {
    void run(Connection connection) throws IOException;
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept(Script script) {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.add(socket);
        start(() -> serve(socket, script));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void serve(Socket socket, Script script) {
    try (socket) {
      script.run(new Connection(socket));
    } catch (IOException e) {
      // the client is gone
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Closeable connection : connections) {
      connection.close();
    }
  }

  /** One connection, server's side. */
  static final class Connection {
    private final Socket socket;
    private final DataInputStream in;

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new DataInputStream(socket.getInputStream());
    }

    /** Reads up to the empty line; header names in lower case. */
    List<String> readHead() throws IOException {
      List<String> lines = new CopyOnWriteArrayList<>();
      for (String line = readLine(); !line.isEmpty(); line = readLine()) {
        lines.add(line);
      }
      return lines;
    }

    private String readLine() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
        line.write(c);
      }
      return line.toString(StandardCharsets.UTF_8).strip();
    }

    static String header(List<String> head, String name) {
      return head.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }

    byte[] readBody(List<String> head) throws IOException {
      String length = header(head, "content-length");
      return length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length));
    }

    void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    /** One HTTP chunk. */
    void writeChunk(byte[] bytes) throws IOException {
      ByteArrayOutputStream chunk = new ByteArrayOutputStream();
      chunk.writeBytes(
          (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
      chunk.writeBytes(bytes);
      chunk.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
      write(chunk.toByteArray());
    }

    /** Agrees to speak WebSocket. Gives the head of the request. */
    List<String> upgrade(String protocol) throws IOException {
      List<String> head = readHead();
      write(
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + (protocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n")
              + "Sec-WebSocket-Accept: "
              + accept(header(head, "sec-websocket-key"))
              + "\r\n\r\n");
      return head;
    }

    private static String accept(String key) {
      try {
        byte[] text =
            (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Writes one frame: opcode 0 continuation, 1 text, 2 binary, 8 close. */
    void writeFrame(int opcode, boolean last, byte[] payload) throws IOException {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write((last ? 0x80 : 0) | opcode);
      if (payload.length < 126) {
        frame.write(payload.length);
      } else {
        frame.write(126);
        frame.write(payload.length >> 8);
        frame.write(payload.length & 0xff);
      }
      frame.writeBytes(payload);
      write(frame.toByteArray());
    }

    /** Reads one frame. */
    Frame readFrame() throws IOException {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte() & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = (int) in.readLong();
      }
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes(length);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= mask[i % 4];
      }
      return new Frame(first & 0xf, (first & 0x80) != 0, payload);
    }

    /** Returns when the client has closed. */
    void awaitEnd() throws IOException {
      InputStream raw = socket.getInputStream();
      try {
        while (raw.read() >= 0) {
          // dropped
        }
      } catch (SocketException e) {
        // as good as closed
      }
    }
  }

  /** A frame of a WebSocket. */
  @SuppressWarnings("ArrayRecordComponent")
  record Frame(int opcode, boolean last, byte[] payload) {}
}
