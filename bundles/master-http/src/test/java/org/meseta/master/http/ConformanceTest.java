package org.meseta.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Asks what a real master was asked, and compares status, headers, texts and the shape of JSON. The
 * data are derived by {@code src/test/conformance/derive.py}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {
  private static final List<String> KINDS =
      Recording.resource("kinds").lines().map(line -> line.substring(2)).toList();

  /** Calls that are refused with 501 for now; a real master goes on to say what is wrong. */
  private static final List<String> NOT_SERVED =
      List.of("errors/op_drain_unknown", "errors/op_reserve_unknown");

  /** Names with .json that a real master has no more; we keep them for old tools. */
  private static final List<String> OLD_NAMES = List.of("master/files_debug_json.rich");

  private ServedMaster served;

  @BeforeAll
  void start() throws IOException {
    served = new ServedMaster();
  }

  @AfterAll
  void stop() {
    served.close();
  }

  static Stream<Recording> recordings() {
    return Stream.of("scheduler", "operator", "views", "process", "files")
        .flatMap(group -> Recording.load(group).stream())
        .filter(recording -> !NOT_SERVED.contains(recording.name()))
        .filter(recording -> !OLD_NAMES.contains(recording.name()));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void answersAsARealMaster(Recording recording) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        served.send(recording.method(), recording.target(), recording.headers(), recording.body());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(recording.status());
    recording
        .expectedHeaders()
        .forEach((name, value) -> assertThat(answer.headers().firstValue(name)).hasValue(value));
    if (recording.text().isPresent()) {
      assertThat(parserAside(answer.body())).isEqualTo(parserAside(recording.text().get()));
    }
    if (!recording.shape().isEmpty()) {
      assertThat(new Shape(recording.shape(), KINDS).problems(answer.body())).isEmpty();
    }
  }

  /** Which part of bad JSON a parser shows is its own affair. */
  private static String parserAside(String text) {
    return text.replaceFirst("(syntax error at line \\d+ near: ).*", "$1");
  }
}
