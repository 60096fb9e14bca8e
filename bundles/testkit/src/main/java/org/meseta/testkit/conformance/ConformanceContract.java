package org.meseta.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Asks a daemon of ours what a real one was asked, and compares status, headers, texts and the
 * shape of JSON. The data lie in the folder {@code conformance} beside the test that extends this
 * class; {@code derive.py} of this bundle makes them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ConformanceContract {

  /** Names of the data files. */
  protected abstract List<String> groups();

  /** Recordings that our daemon answers otherwise on purpose. */
  protected abstract Set<String> exceptions();

  /** Our daemon. */
  protected abstract Caller daemon();

  final Stream<Recording> recordings() {
    return groups().stream()
        .flatMap(group -> Recording.load(getClass(), group).stream())
        .filter(recording -> !exceptions().contains(recording.name()));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  final void answersAsARealDaemon(Recording recording) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        daemon()
            .send(recording.method(), recording.target(), recording.headers(), recording.body());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(recording.status());
    recording
        .expectedHeaders()
        .forEach((name, value) -> assertThat(answer.headers().firstValue(name)).hasValue(value));
    if (recording.text().isPresent()) {
      assertThat(parserAside(answer.body())).isEqualTo(parserAside(recording.text().get()));
    }
    if (!recording.shape().isEmpty()) {
      List<String> kinds = Recording.kinds(getClass());
      assertThat(new Shape(recording.shape(), kinds).problems(answer.body())).isEmpty();
    }
  }

  /** Which part of bad JSON a parser shows is its own affair. */
  private static String parserAside(String text) {
    return text.replaceFirst("(syntax error at line \\d+ near: ).*", "$1");
  }
}
