package org.meseta.cli;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meseta.http.client.WebAnswer;
import org.meseta.http.client.WebClient;
import org.meseta.runtime.EventLoop;

/** Asks a process again and again what has become of a file, and tells each news once. */
final class Follower {
  private static final Duration PACE = Duration.ofMillis(500);

  private final Target target;
  private final String file;
  private final EventLoop loop;
  private final WebClient client;
  private final Report report;
  private final Map<URI, FileNews> known = new HashMap<>();

  Follower(Target target, String file, EventLoop loop, WebClient client, Report report) {
    this.target = target;
    this.file = file;
    this.loop = loop;
    this.client = client;
    this.report = report;
  }

  void start() {
    loop.execute(this::look);
  }

  private void look() {
    List<URI> addresses = target.plugins();
    if (addresses.isEmpty()) {
      report.sayOnce(target + ": no process tells of its plugins here");
    }
    addresses.forEach(this::ask);
    loop.timers().schedule(PACE, this::look);
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
      String why = answer == null ? String.valueOf(failure) : "it answers " + answer.status();
      report.sayOnce(address + " cannot be asked (" + why + "); mesos:plugins tells");
      return;
    }
    FileNews news = FileNews.read(answer.body(), file);
    FileNews before = known.put(address, news);
    if (before != null) {
      news.since(before).forEach(line -> report.say(target + ": " + line));
    }
  }
}
