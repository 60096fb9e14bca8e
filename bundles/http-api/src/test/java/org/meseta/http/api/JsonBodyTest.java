package org.meseta.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.http.server.HttpAnswer;

class JsonBodyTest {
  private final JsonBody body = json -> json.writeNumber(1);

  @Test
  void isJsonUnlessACallbackIsNamed() throws IOException {
    assertThat(written(Map.of())).isEqualTo("application/json 1");
    assertThat(written(Map.of("jsonp", "angular.callbacks._0")))
        .isEqualTo("text/javascript angular.callbacks._0(1)");
  }

  @Test
  void refusesACallbackThatIsNoName() {
    FakeRequest request = FakeRequest.get(Map.of("jsonp", "alert(1)//"));
    assertThatThrownBy(() -> body.streamed(request)).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "15, 15.0",
    "0.1, 0.1",
    "1795168370.566473, 1795168370.566473",
    "0.00012, 0.00012",
    "252899000000, 252899000000.0",
    "NaN, 0.0"
  })
  void writesNumbersWithAFractionAndWithoutAnExponent(double value, String text) {
    assertThat(Numbers.text(value)).isEqualTo(text);
  }

  @Test
  void writesMomentsAsSeconds() {
    assertThat(Numbers.seconds(Instant.ofEpochSecond(1795168370, 566_473_000)))
        .isEqualTo(1795168370.566473);
  }

  @Test
  void tellsItsVersionInDigitsAndDots() {
    assertThat(BuildInfo.current().version()).matches("\\d+(\\.\\d+)+");
    assertThat(BuildInfo.current().message().getBuildDate()).matches("[-0-9]+ [:0-9]+ UTC");
  }

  private String written(Map<String, String> queries) throws IOException {
    FakeRequest request = FakeRequest.get(queries);
    HttpAnswer.Written streamed = (HttpAnswer.Written) body.streamed(request);
    HttpAnswer.Whole whole = (HttpAnswer.Whole) body.whole(request);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    streamed.writer().write(out);
    assertThat(out.toByteArray()).isEqualTo(whole.body());
    assertThat(streamed.headers()).isEqualTo(whole.headers());
    return whole.headers().get("Content-Type") + " " + out.toString(StandardCharsets.UTF_8);
  }
}
