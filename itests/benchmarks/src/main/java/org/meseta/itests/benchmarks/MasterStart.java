package org.meseta.itests.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A master that was started, looked at and killed.
 *
 * @param millis from its start until it answered
 * @param registryMillis of that, how long it read its registry
 * @param recovered how many agents it found there
 * @param residentBytes memory of the process when it had answered that
 */
record MasterStart(double millis, double registryMillis, int recovered, long residentBytes) {
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern READ = Pattern.compile("\"registrar/state_fetch_ms\":([0-9.]+)");

  static MasterStart of(Bench bench, String program, Path workDir)
      throws IOException, InterruptedException {
    URI uri = bench.master();
    long begun = bench.now();
    Process master =
        new ProcessBuilder(
                "sh",
                program,
                "master",
                "--ip=127.0.0.1",
                "--port=" + uri.getPort(),
                "--work_dir=" + workDir)
            .redirectErrorStream(true)
            .redirectOutput(workDir.resolve("master.out").toFile())
            .start();
    try {
      while (!answers(uri)) {
        if (!master.isAlive()) {
          throw new IllegalStateException(
              "it does not start: " + Files.readString(workDir.resolve("master.out")));
        }
        bench.pause(LOOK);
      }
      double millis = bench.secondsSince(begun) * 1000;
      Matcher read = READ.matcher(get(uri.resolve("/metrics/snapshot")));
      int recovered = get(uri.resolve("/slaves")).split("\"hostname\":\"host-", -1).length - 1;
      return new MasterStart(
          millis,
          read.find() ? Double.parseDouble(read.group(1)) : 0,
          recovered,
          MasterMemory.residentBytes(master.pid()));
    } finally {
      master.destroyForcibly().waitFor();
    }
  }

  private static boolean answers(URI uri) throws InterruptedException {
    try {
      get(uri.resolve("/health"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String get(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(1)).build();
    HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(uri + " answers " + answer.statusCode());
    }
    return answer.body();
  }
}
