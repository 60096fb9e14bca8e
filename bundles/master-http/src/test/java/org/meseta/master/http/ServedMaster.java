package org.meseta.master.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.meseta.http.api.LinkSession;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServers;
import org.meseta.http.server.VirtualFiles;
import org.meseta.http.server.jetty.JettyServers;
import org.meseta.runtime.LoggingLevel;
import org.meseta.runtime.SystemRuntime;
import org.meseta.testkit.conformance.Caller;

/** A master that is not one, behind the real routes, on a port of its own. */
final class ServedMaster implements AutoCloseable {
  final SystemRuntime runtime = new SystemRuntime();
  final FakeMaster master = new FakeMaster(runtime);
  final HttpServer server;
  final Caller caller;

  ServedMaster() throws IOException {
    server = new JettyServers(runtime).open(new HttpServers.Options("master", "127.0.0.1", 0));
    VirtualFiles files = new VirtualFiles(runtime.blocking("files", 1, Runnable::run));
    Path log = Path.of("target", "served.log");
    Files.writeString(log, "one line\n");
    files.attach(MasterRoutes.LOG, log);
    LoggingLevel logging = new LoggingLevel(runtime.timers(), level -> {});
    MasterRoutes.add(server, master, runtime, files, logging, LinkSession.Pace.USUAL);
    caller = new Caller(server.port());
  }

  HttpResponse<String> get(String target) throws IOException, InterruptedException {
    return caller.get(target);
  }

  HttpResponse<String> post(String target, String json) throws IOException, InterruptedException {
    return caller.post(target, json);
  }

  HttpResponse<String> send(String method, String target, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    return caller.send(method, target, headers, body);
  }

  /**
   * Sends a request as it is, without a body, and gives the whole answer as it is.
   *
   * @param start method and target
   */
  String raw(String start, String... headers) throws IOException {
    String request = start + " HTTP/1.1\r\nHost: master\r\nConnection: close\r\n";
    for (String header : headers) {
      request += header + "\r\n";
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    server.close();
    runtime.close();
  }
}
