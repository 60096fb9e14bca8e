package org.meseta.cli;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.meseta.http.client.WebAnswer;
import org.meseta.http.client.WebClient;
import org.meseta.plugin.Blocking;
import org.meseta.runtime.EventLoop;

/** Asks a process again and again what has become of a file, and tells each news once. */
final class Follower {
  private static final Duration PACE = Duration.ofMillis(500);

  private final Target target;
  private final String file;
  private final EventLoop loop;
  private final Blocking io;
  private final WebClient client;
  private final Report report;
  private final Map<URI, FileNews> known = new HashMap<>();

  /**
   * @param io answers on {@code loop}
   */
  Follower(
      Target target, String file, EventLoop loop, Blocking io, WebClient client, Report report) {
    this.target = target;
    this.file = file;
    this.loop = loop;
    this.io = io;
    this.client = client;
    this.report = report;
  }

  void start() {
    loop.execute(this::look);
  }

  private void look() {
    var unused =
        io.call(target::plugins)
            .thenAccept(
                addresses -> {
                  if (addresses.isEmpty()) {
                    report.sayOnce(target + ": no process tells of its plugins here");
                  }
                  addresses.forEach(this::ask);
                  loop.timers().schedule(PACE, this::look);
                });
  }

  private void ask(URI address) {
    var unused =
        client
            .get(address, Map.of("Accept", "application/json"), WebClient.Bounds.DEFAULT)
            .whenComplete(
                (answer, failure) -> loop.execute(() -> answered(address, answer, failure)));
  }

  private void answered(URI address, @Nullable WebAnswer answer, @Nullable Throwable failure) {
    if (answer == null || !answer.isSuccess()) {
      String why = answer == null ? reason(failure) : "it answers " + answer.status();
      report.sayOnce(address + " cannot be asked (" + why + "); mesos:plugins tells");
      return;
    }
    FileNews news = FileNews.read(answer.body(), file);
    FileNews before = known.put(address, news);
    if (before != null) {
      news.since(before).forEach(line -> report.say(target + ": " + line));
    }
  }

  private static String reason(@Nullable Throwable failure) {
    boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
    Throwable real = failure != null && wrapped ? failure.getCause() : failure;
    return real == null ? "no answer" : String.valueOf(real.getMessage());
  }
}
