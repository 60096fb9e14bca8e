package org.meseta.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.http.server.HttpAnswer;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

class ApiDialectTest {
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private final ApiDialect<Call> scheduler =
      new ApiDialect<>("scheduler::Call", Call.getDefaultInstance(), false);
  private final ApiDialect<Call> agent =
      new ApiDialect<>("agent::Call", Call.getDefaultInstance(), true);

  @Test
  void readsACallInEitherForm() {
    Call call = Call.newBuilder().setType(Call.Type.REVIVE).build();
    FakeRequest binary =
        new FakeRequest(
            "POST",
            Map.of("Content-Type", "application/x-protobuf"),
            Map.of(),
            call.toByteString().toString(StandardCharsets.ISO_8859_1));
    assertThat(scheduler.read(FakeRequest.post(JSON, "{\"type\":\"REVIVE\"}"))).isEqualTo(call);
    assertThat(scheduler.read(binary)).isEqualTo(call);
  }

  @Test
  void looksAtTheMethodBeforeAllElse() {
    HttpAnswer.Whole answer = refused(() -> scheduler.read(FakeRequest.get(Map.of())));
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("Allow", "POST");
    assertThat(text(answer))
        .isEqualTo("405 Method Not Allowed. Expecting one of { 'POST' }, but received 'GET'.");
  }

  @Test
  void wantsAContentType() {
    HttpAnswer.Whole answer = refused(() -> scheduler.read(FakeRequest.post(Map.of(), "{}")));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer)).isEqualTo("Expecting 'Content-Type' to be present");
  }

  @ParameterizedTest
  @CsvSource({"text/plain", "application/json; charset=utf-8", "application/JSON"})
  void takesContentTypesLetterByLetter(String type) {
    FakeRequest request = FakeRequest.post(Map.of("Content-Type", type), "{}");
    assertThat(refused(() -> scheduler.read(request)).status()).isEqualTo(415);
    assertThat(text(refused(() -> scheduler.read(request))))
        .isEqualTo("Expecting 'Content-Type' of application/json or application/x-protobuf");
    assertThat(text(refused(() -> agent.read(request)))).endsWith(" or application/recordio");
  }

  @Test
  void saysWhatItCannotRead() {
    assertThat(text(refused(() -> scheduler.read(FakeRequest.post(JSON, "{\"type\":")))))
        .startsWith("Failed to parse body into JSON: ");
    String noUser = "{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":{\"name\":\"x\"}}}";
    assertThat(text(refused(() -> scheduler.read(FakeRequest.post(JSON, noUser)))))
        .isEqualTo(
            "Failed to convert JSON into Call protobuf: "
                + "Missing required fields: subscribe.framework_info.user");
    FakeRequest garbage =
        FakeRequest.post(Map.of("Content-Type", "application/x-protobuf"), "garbage");
    assertThat(text(refused(() -> scheduler.read(garbage))))
        .isEqualTo("Failed to parse body into Call protobuf");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| JSON",
        "*/* | JSON",
        "application/x-protobuf | PROTOBUF",
        "application/x-protobuf, application/json | JSON",
        "application/* | JSON",
        "application/json;q=0, application/x-protobuf;q=0.1 | PROTOBUF",
        "*/*, application/json; q=0.0 | PROTOBUF",
        "application/*;q=0, APPLICATION/JSON | JSON",
        "text/html, application/x-protobuf;q=0.5 | PROTOBUF"
      })
  void answersInJsonUnlessOnlyProtobufWillDo(String accept, MediaType expected) {
    Map<String, String> headers = accept == null ? Map.of() : Map.of("Accept", accept);
    assertThat(scheduler.accepted(FakeRequest.post(headers, ""))).isEqualTo(expected);
  }

  @Test
  void refusesWhoAcceptsNeitherForm() {
    FakeRequest none = FakeRequest.post(Map.of("Accept", "application/*;q=0, */*"), "");
    assertThat(refused(() -> scheduler.accepted(none)).status()).isEqualTo(406);
    FakeRequest request = FakeRequest.post(Map.of("Accept", "text/html"), "");
    assertThat(refused(() -> scheduler.accepted(request)).status()).isEqualTo(406);
    assertThat(text(refused(() -> scheduler.accepted(request))))
        .isEqualTo("Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'");
    assertThat(text(refused(() -> agent.accepted(request))))
        .isEqualTo(
            "Expecting 'Accept' to allow "
                + "application/json or application/x-protobuf or application/recordio");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|Expecting 'type' to be present",
        "{\"type\":\"NOBODY_KNOWS\"}|Expecting 'type' to be present",
        "{\"type\":\"KILL\"}|Expecting 'kill' to be present"
      })
  void wantsATypeAndWhatItsTypeIsNamedAfter(String json, String text) {
    Call call = scheduler.read(FakeRequest.post(JSON, json));
    assertThat(text(refused(() -> scheduler.requireForm(call, Set.of()))))
        .isEqualTo("Failed to validate scheduler::Call: " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"type\":\"TEARDOWN\"}", "{\"type\":\"REVIVE\"}"})
  void isContentWithTypesThatNeedNothing(String json) {
    Call call = scheduler.read(FakeRequest.post(JSON, json));
    assertThatCode(() -> scheduler.requireForm(call, Set.of("revive"))).doesNotThrowAnyException();
  }

  @Test
  void writesLargeMessagesLaterInEitherForm() throws IOException {
    Event event = Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
    for (MediaType type : MediaType.values()) {
      HttpAnswer.Written answer = (HttpAnswer.Written) ApiDialect.written(type, () -> event);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      answer.writer().write(out);
      assertThat(out.toByteArray()).isEqualTo(ApiDialect.encode(type, event));
      assertThat(answer.headers()).containsExactly(Map.entry("Content-Type", type.text()));
    }
  }

  @Test
  void framesEventsByTheirLengthInBytes() {
    Event event = Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
    assertThat(StandardCharsets.UTF_8.decode(EventRecord.of(MediaType.JSON, event)).toString())
        .isEqualTo("20\n{\"type\":\"HEARTBEAT\"}");
    assertThat(EventRecord.of(MediaType.PROTOBUF, event).remaining()).isEqualTo(4);
  }

  private static HttpAnswer.Whole refused(ThrowingCallable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call);
    return (HttpAnswer.Whole) refusal.answer();
  }

  private static String text(HttpAnswer.Whole answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
