package org.meseta.master.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
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
import org.meseta.runtime.SystemRuntime;

/** A master that is not one, behind the real routes, on a port of its own. */
final class ServedMaster implements AutoCloseable {
  final SystemRuntime runtime = new SystemRuntime();
  final FakeMaster master = new FakeMaster(runtime);
  final HttpServer server;
  final HttpClient client = HttpClient.newHttpClient();

  ServedMaster() throws IOException {
    server = new JettyServers(runtime).open(new HttpServers.Options("master", "127.0.0.1", 0));
    VirtualFiles files = new VirtualFiles(runtime.blocking("files", 1, Runnable::run));
    Path log = Path.of("target", "served.log");
    Files.writeString(log, "one line\n");
    files.attach(MasterRoutes.LOG, log);
    MasterRoutes.add(server, master, runtime, files, LinkSession.Pace.USUAL);
  }

  URI uri(String target) {
    return URI.create("http://127.0.0.1:" + server.port() + target);
  }

  HttpResponse<String> get(String target) throws IOException, InterruptedException {
    return send("GET", target, Map.of(), "");
  }

  HttpResponse<String> post(String target, String json) throws IOException, InterruptedException {
    return send("POST", target, Map.of("Content-Type", "application/json"), json);
  }

  HttpResponse<String> send(String method, String target, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(target))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.close();
    runtime.close();
  }
}
