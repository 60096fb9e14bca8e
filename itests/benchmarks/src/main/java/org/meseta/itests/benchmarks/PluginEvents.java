package org.meseta.itests.benchmarks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a master says has happened to its allocators. */
final class PluginEvents {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Pattern EVENT =
      Pattern.compile(
          "\\{\"time\":\"([^\"]+)\",\"kind\":\"allocator\",\"name\":\"([^\"]+)\","
              + "[^}]*\"state\":\"([^\"]+)\"");

  private final Bench bench;
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpRequest request;

  PluginEvents(Bench bench) {
    this.bench = bench;
    this.request = HttpRequest.newBuilder(bench.master().resolve("/plugins")).build();
  }

  /** Waits until an allocator has come into this state since then; when it did. */
  Instant await(String name, String state, Instant since) throws InterruptedException {
    long begin = bench.now();
    Optional<Instant> found = find(name, state, since);
    while (found.isEmpty()) {
      if (bench.secondsSince(begin) > bench.timeout().toSeconds()) {
        throw new IllegalStateException("allocator " + name + " is not " + state);
      }
      bench.pause(POLL);
      found = find(name, state, since);
    }
    return found.get();
  }

  private Optional<Instant> find(String name, String state, Instant since)
      throws InterruptedException {
    Matcher event = EVENT.matcher(body());
    Optional<Instant> found = Optional.empty();
    while (event.find()) {
      Instant time = Instant.parse(event.group(1));
      boolean wanted = event.group(2).equals(name) && event.group(3).equals(state);
      if (wanted && !time.isBefore(since)) {
        found = Optional.of(time);
      }
    }
    return found;
  }

  private String body() throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new IllegalStateException("no answer of " + request.uri(), e);
    }
  }
}
