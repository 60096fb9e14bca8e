package org.meseta.http.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.meseta.http.server.HttpServer.RouteOptions;

/**
 * {@code /files/browse}, {@code read}, {@code download} and {@code debug}, each also with {@code
 * .json} at its end.
 */
public final class FileRoutes implements AutoCloseable {
  private static final Pattern CALLBACK = Pattern.compile("[\\w$.\\[\\]]{1,128}");
  private static final Pattern TOKEN = Pattern.compile("[\\w!#$&+.^`|~-]+");

  private final GuardedFiles files;
  private final List<AutoCloseable> routes = new ArrayList<>();

  /**
   * Adds the routes to a server.
   *
   * @param realm as {@link RouteOptions} says
   */
  public FileRoutes(HttpServer server, String realm, GuardedFiles files) {
    this.files = files;
    RouteOptions options = new RouteOptions(realm, 0);
    add(server, options, "/files/browse", this::browse);
    add(server, options, "/files/read", this::read);
    add(server, options, "/files/download", this::download);
    HttpHandler debug = this::debug;
    routes.add(server.route("/files/debug", options, debug));
    routes.add(server.route("/files/debug.json", options, debug));
  }

  /** Takes the routes away. */
  @Override
  public void close() throws Exception {
    for (AutoCloseable route : routes) {
      route.close();
    }
  }

  private void add(
      HttpServer server,
      RouteOptions options,
      String route,
      BiFunction<HttpRequest, String, CompletionStage<HttpAnswer>> answer) {
    HttpHandler handler =
        request -> {
          refuseRest(request);
          String path =
              request
                  .query("path")
                  .filter(p -> !p.isEmpty())
                  .orElseThrow(() -> new HttpFailure(400, "Expecting 'path=value' in query.\n"));
          return answer.apply(request, path);
        };
    routes.add(server.route(route, options, handler));
    routes.add(server.route(route + ".json", options, handler));
  }

  private CompletionStage<HttpAnswer> browse(HttpRequest request, String path) {
    return files
        .list(request.principal(), path)
        .thenApply(entries -> json(request, FileJson.entries(entries)));
  }

  private CompletionStage<HttpAnswer> read(HttpRequest request, String path) {
    long offset = number(request, "offset");
    long length = number(request, "length");
    return files
        .read(request.principal(), path, offset, length)
        .thenApply(page -> json(request, FileJson.page(page)));
  }

  private CompletionStage<HttpAnswer> download(HttpRequest request, String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return files
        .download(request.principal(), path)
        .thenApply(file -> attachment(name, file))
        .exceptionallyCompose(FileRoutes::withText);
  }

  private CompletionStage<HttpAnswer> debug(HttpRequest request) {
    refuseRest(request);
    return files
        .attached(request.principal())
        .thenApply(attached -> json(request, FileJson.attached(attached)));
  }

  private static HttpAnswer attachment(String name, VirtualFiles.Download file) {
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/octet-stream",
            "Content-Disposition",
            "attachment; filename=" + fileName(name));
    return new HttpAnswer.Copied(headers, file.size(), file.opener());
  }

  /** A name with odd characters is quoted, and those that no header can have are replaced. */
  private static String fileName(String name) {
    return TOKEN.matcher(name).matches()
        ? name
        : '"' + name.replaceAll("[^\\x20-\\x7e]|[\"\\\\]", "_") + '"';
  }

  /** Mesos says more about a download that is not there than about the rest. */
  private static CompletionStage<HttpAnswer> withText(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    boolean missing = cause instanceof HttpFailure failure && failure.status() == 404;
    return CompletableFuture.failedStage(missing ? new HttpFailure(404, "404 Not Found.") : cause);
  }

  private static HttpAnswer json(HttpRequest request, String json) {
    String callback = request.query("jsonp").orElse("");
    if (callback.isEmpty()) {
      return utf8("application/json", json);
    }
    if (!CALLBACK.matcher(callback).matches()) {
      throw new HttpFailure(400, "The value of 'jsonp' is no name of a function.\n");
    }
    return utf8("text/javascript", callback + "(" + json + ")");
  }

  private static HttpAnswer utf8(String type, String text) {
    return HttpAnswer.bytes(200, type, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A number of bytes, or -1. */
  private static long number(HttpRequest request, String name) {
    String text = request.query(name).orElse("-1");
    long value;
    try {
      value = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new HttpFailure(400, "Failed to parse " + name + ": '" + text + "' is no number.\n");
    }
    if (value < -1) {
      throw new HttpFailure(400, "Negative " + name + " provided: " + value + ".\n");
    }
    return value;
  }

  private static void refuseRest(HttpRequest request) {
    if (!request.rest().isEmpty()) {
      throw new HttpFailure(404, "404 Not Found.");
    }
  }
}
