package org.meseta.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.protocol.json.JsonException.Kind;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Label;
import org.meseta.protocol.v1.Labels;
import org.meseta.protocol.v1.OfferFilters;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.TimeInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.scheduler.Call;

class ProtoJsonReadTest {
  private static final Call CALL = Call.getDefaultInstance();
  private static final CommandInfo COMMAND = CommandInfo.getDefaultInstance();
  private static final Label LABEL = Label.getDefaultInstance();
  private static final TaskStatus STATUS = TaskStatus.getDefaultInstance();
  private static final Value.Range RANGE = Value.Range.getDefaultInstance();
  private static final Value.Scalar SCALAR = Value.Scalar.getDefaultInstance();

  private static <M extends Message> M read(String json, M type) throws JsonException {
    return ProtoJson.read(json.getBytes(StandardCharsets.UTF_8), type);
  }

  private static JsonException failure(String json, Message type) {
    return catchThrowableOfType(JsonException.class, () -> read(json, type));
  }

  private static void assertContent(String json, Message type, String message) {
    assertThat(failure(json, type)).hasMessage(message);
    assertThat(failure(json, type).kind()).isEqualTo(Kind.CONTENT);
  }

  private static void assertSyntax(String json, String message) {
    assertThat(failure(json, CALL)).hasMessage(message);
    assertThat(failure(json, CALL).kind()).isEqualTo(Kind.SYNTAX);
  }

  @Test
  void readsACall() throws JsonException {
    Call call =
        read(
            """
            {"type": "SUBSCRIBE", "subscribe": {"framework_info":
              {"user": "u", "name": "n", "roles": ["a", "b"], "failover_timeout": 2,
               "capabilities": [{"type": "MULTI_ROLE"}]}}}
            """,
            CALL);
    assertThat(call.getType()).isEqualTo(Call.Type.SUBSCRIBE);
    FrameworkInfo info = call.getSubscribe().getFrameworkInfo();
    assertThat(info.getRolesList()).containsExactly("a", "b");
    assertThat(info.getFailoverTimeout()).isEqualTo(2.0);
    assertThat(info.getCapabilities(0).getType())
        .isEqualTo(FrameworkInfo.Capability.Type.MULTI_ROLE);
  }

  @Test
  void takesAnUnknownEnumNameAsUnset() throws JsonException {
    assertThat(read("{\"type\":\"FOOBAR\"}", CALL).hasType()).isFalse();
    assertThat(read("{\"type\":\"ACCEPT\",\"type\":\"FOOBAR\"}", CALL).hasType()).isFalse();
  }

  @Test
  void refusesAnUnknownEnumNameInARequiredField() {
    assertContent(
        "{\"task_id\":{\"value\":\"t\"},\"state\":\"TASK_DREAMING\"}",
        STATUS,
        "Unknown value 'TASK_DREAMING' for field 'state'");
  }

  @Test
  void passesOverUnknownFieldsWhateverTheyHold() throws JsonException {
    Label label = read("{\"nope\":{\"a\":[1,{\"b\":null}]},\"key\":\"k\",\"more\":1e5}", LABEL);
    assertThat(label.getKey()).isEqualTo("k");
  }

  @Test
  void takesNullAsUnset() throws JsonException {
    assertThat(read("{\"key\":\"k\",\"value\":null}", LABEL).hasValue()).isFalse();
    assertThat(read("{\"labels\":[null,{\"key\":\"k\"}]}", Labels.getDefaultInstance()))
        .isEqualTo(Labels.newBuilder().addLabels(LABEL.toBuilder().setKey("k")).build());
    assertThat(read("{\"labels\":null}", Labels.getDefaultInstance()).getLabelsCount()).isZero();
  }

  @Test
  void letsTheLastOfTwoEqualNamesCount() throws JsonException {
    assertThat(read("{\"key\":\"a\",\"key\":\"b\"}", LABEL).getKey()).isEqualTo("b");
    assertThat(read("{\"arguments\":[\"a\"],\"arguments\":[\"b\"]}", COMMAND).getArgumentsList())
        .containsExactly("b");
  }

  @Test
  void takesOneValueAsAListOfOne() throws JsonException {
    assertThat(read("{\"arguments\":\"a\"}", COMMAND).getArgumentsList()).containsExactly("a");
  }

  @Test
  void readsMaps() throws JsonException {
    OfferFilters.ResourceQuantities read =
        read(
            "{\"quantities\":{\"cpus\":{\"value\":1},\"gone\":null}}",
            OfferFilters.ResourceQuantities.getDefaultInstance());
    assertThat(read.getQuantitiesMap())
        .containsOnlyKeys("cpus")
        .containsEntry("cpus", SCALAR.toBuilder().setValue(1).build());
  }

  @Test
  void readsBase64WithOrWithoutPadding() throws JsonException {
    String status = "{\"task_id\":{\"value\":\"t\"},\"state\":\"TASK_LOST\",\"uuid\":\"%s\"}";
    ByteString uuid = ByteString.copyFrom(new byte[] {(byte) 0xfb, (byte) 0xff, 0, 1});
    assertThat(read(String.format(status, "+/8AAQ=="), STATUS).getUuid()).isEqualTo(uuid);
    assertThat(read(String.format(status, "+/8AAQ"), STATUS).getUuid()).isEqualTo(uuid);
    assertContent(String.format(status, "-_8"), STATUS, "Not base64 for field 'uuid'");
  }

  @ParameterizedTest
  @CsvSource({
    "15, 15.0",
    "15.5, 15.5",
    "1e3, 1000.0",
    "'\"2.5\"', 2.5",
    "'\"Infinity\"', Infinity",
    "'\"-Infinity\"', -Infinity",
    "18446744073709551616, 1.8446744073709552E19"
  })
  void readsDoubles(String json, double value) throws JsonException {
    assertThat(read("{\"value\":" + json + "}", SCALAR).getValue()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "7.0, 7",
    "7e2, 700",
    "'\"42\"', 42",
    "'\"42.0\"', 42",
    "9223372036854775807, 9223372036854775807",
    "18446744073709551615, -1",
    "'\"18446744073709551615\"', -1"
  })
  void readsUnsignedLongs(String json, long value) throws JsonException {
    assertThat(read("{\"begin\":0,\"end\":" + json + "}", RANGE).getEnd()).isEqualTo(value);
  }

  @Test
  void readsSignedLongs() throws JsonException {
    TimeInfo time = TimeInfo.getDefaultInstance();
    assertThat(read("{\"nanoseconds\":-9223372036854775808}", time).getNanoseconds())
        .isEqualTo(Long.MIN_VALUE);
    assertThat(read("{\"nanoseconds\":1.795168315219073e+18}", time).getNanoseconds())
        .isEqualTo(1795168315219073024L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "1.5", "18446744073709551616", "1e30", "\"\"", "\"x\"", "\" 1\"", "\"0x1\""})
  void refusesNumbersThatDoNotFit(String json) {
    String shown = json.replace("\"", "");
    assertContent(
        "{\"begin\":0,\"end\":" + json + "}",
        RANGE,
        "Not a fitting number: '" + shown + "' for field 'end'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "\"1e999\"", "\"Infinity2\"", "\"1d\""})
  void refusesDoublesThatAreNone(String json) {
    assertThat(failure("{\"value\":" + json + "}", SCALAR)).hasMessageContaining("'value'");
  }

  @Test
  void readsBooleansInQuotes() throws JsonException {
    assertThat(read("{\"shell\":\"false\"}", COMMAND).getShell()).isFalse();
    assertThat(read("{\"shell\":\"true\"}", COMMAND).getShell()).isTrue();
    assertContent("{\"shell\":\"yes\"}", COMMAND, "Not a boolean: 'yes' for field 'shell'");
    assertContent("{\"shell\":1}", COMMAND, "Not expecting number_int for field 'shell'");
  }

  @Test
  void namesEveryMissingRequiredField() {
    assertContent(
        "{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":{\"name\":\"x\"}}}",
        CALL,
        "Missing required fields: subscribe.framework_info.user");
    assertContent(
        "{\"labels\":[{\"key\":\"k\"},{}]}",
        Labels.getDefaultInstance(),
        "Missing required fields: labels[1].key");
    assertContent(
        "{\"quantities\":{\"cpus\":{\"value\":1},\"mem\":{}}}",
        OfferFilters.ResourceQuantities.getDefaultInstance(),
        "Missing required fields: quantities[1].value.value");
    assertContent(
        "{}",
        org.meseta.protocol.v1.executor.Call.getDefaultInstance(),
        "Missing required fields: executor_id, framework_id");
  }

  @Test
  void namesOnlyTheFirstOfManyMissingFields() {
    String json = "{\"labels\":[" + "{},".repeat(1000) + "{}]}";
    assertThat(failure(json, Labels.getDefaultInstance()))
        .hasMessageContaining("labels[19].key, ...")
        .hasMessageNotContaining("labels[20]");
  }

  @Test
  void saysWhereATypeIsWrong() {
    assertContent(
        "{\"accept\":{\"offer_ids\":[{\"value\":\"a\"},{\"value\":{}}]}}",
        CALL,
        "Not expecting object for field 'accept.offer_ids[1].value'");
    assertContent("{\"accept\":[]}", CALL, "Not expecting array for field 'accept'");
    assertContent("{\"key\":5}", LABEL, "Not expecting number_int for field 'key'");
    assertContent("[]", CALL, "Expecting an object");
    assertContent("7", CALL, "Expecting an object");
  }

  @Test
  void tellsSyntaxErrorsLikeMesos() {
    assertSyntax("", "syntax error at line 1 near: ");
    assertSyntax("{\"type\":", "syntax error at line 1 near: ");
    assertSyntax("not json", "syntax error at line 1 near: not json");
    assertSyntax("{} x", "syntax error at line 1 near: x");
    assertSyntax("{\n\"type\": oops\n}", "syntax error at line 2 near: oops");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void refusesOtherEncodings(String encoding) {
    byte[] json = "{}".getBytes(Charset.forName(encoding));
    assertThat(catchThrowableOfType(JsonException.class, () -> ProtoJson.read(json, CALL)).kind())
        .isEqualTo(Kind.SYNTAX);
  }

  @Test
  void refusesBytesThatAreNoText() {
    for (byte[] json :
        new byte[][] {
          {0, 0, 0}, {0, '{', 0, 0}, {0, 0, '{', 0}, {(byte) 0xef, (byte) 0xbb}, {-1}
        }) {
      assertThat(catchThrowableOfType(JsonException.class, () -> ProtoJson.read(json, CALL)).kind())
          .isEqualTo(Kind.SYNTAX);
    }
  }

  @Test
  void refusesHalfASurrogatePair() throws JsonException {
    assertThat(read("{\"key\":\"\\ud83d\\ude00\"}", LABEL).getKey()).isEqualTo("😀");
    assertThat(read("{\"key\":\"😀\"}", LABEL).getKey()).isEqualTo("😀");
    assertContent("{\"key\":\"\\ud83d\"}", LABEL, "Half a surrogate pair for field 'key'");
    assertContent("{\"key\":\"\\ude00\\ud83d\"}", LABEL, "Half a surrogate pair for field 'key'");
  }

  @Test
  void refusesWhatIsNestedTooDeep() throws JsonException {
    assertThat(nested(99)).isNull();
    assertThat(nested(101)).hasMessageContaining("over a limit");
    assertThat(failure("{\"x\":" + "[".repeat(5000), LABEL)).hasMessageContaining("over a limit");
  }

  private static JsonException nested(int depth) {
    String json =
        "{\"value\":\"v\"" + ",\"parent\":{\"value\":\"v\"".repeat(depth - 1) + "}".repeat(depth);
    return failure(json, ContainerID.getDefaultInstance());
  }

  @Test
  void readsArraysOfMessages() throws JsonException {
    byte[] json =
        "[{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":2}}]"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(ProtoJson.readArray(json, Resource.getDefaultInstance()))
        .singleElement()
        .satisfies(cpus -> assertThat(cpus.getScalar().getValue()).isEqualTo(2.0));
  }
}
