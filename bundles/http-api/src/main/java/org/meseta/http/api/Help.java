package org.meseta.http.api;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;

/**
 * {@code /help}: a page with the names of a daemon's endpoints.
 *
 * @param daemon what it is, for example {@code master}
 * @param paths of its endpoints
 */
public record Help(String daemon, Collection<String> paths) implements HttpHandler {
  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request) {
    StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head>");
    page.append("<meta charset=\"utf-8\"><title>Endpoints</title></head><body>\n<h1>Endpoints of ");
    page.append(daemon).append("</h1>\n<ul>\n");
    for (String path : new TreeSet<>(paths)) {
      page.append("<li><code>").append(path).append("</code></li>\n");
    }
    page.append("</ul>\n</body></html>\n");
    byte[] bytes = page.toString().getBytes(StandardCharsets.UTF_8);
    return Refusal.done(HttpAnswer.bytes(200, "text/html; charset=utf-8", bytes));
  }
}
