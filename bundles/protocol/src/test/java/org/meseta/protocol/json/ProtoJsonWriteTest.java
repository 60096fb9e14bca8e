package org.meseta.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Label;
import org.meseta.protocol.v1.OfferFilters;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.TimeInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.master.Call;
import org.meseta.protocol.v1.master.Response;
import org.meseta.protocol.v1.scheduler.Event;

class ProtoJsonWriteTest {

  private static String json(Message message) {
    return new String(ProtoJson.bytes(message), StandardCharsets.UTF_8);
  }

  private static Value.Scalar scalar(double value) {
    return Value.Scalar.newBuilder().setValue(value).build();
  }

  @Test
  void writesNamesEnumsAndNestedMessagesAsInTheProtoFile() {
    Event event =
        Event.newBuilder()
            .setType(Event.Type.SUBSCRIBED)
            .setSubscribed(
                Event.Subscribed.newBuilder()
                    .setFrameworkId(FrameworkID.newBuilder().setValue("f-1"))
                    .setHeartbeatIntervalSeconds(15))
            .build();
    assertThat(json(event))
        .isEqualTo(
            "{\"type\":\"SUBSCRIBED\",\"subscribed\":{\"framework_id\":{\"value\":\"f-1\"},"
                + "\"heartbeat_interval_seconds\":15.0}}");
  }

  @Test
  void writesDeclaredDefaultsOfUnsetFieldsUnlessDeprecated() {
    FrameworkInfo info = FrameworkInfo.newBuilder().setUser("u").setName("n").build();
    assertThat(json(info))
        .isEqualTo("{\"user\":\"u\",\"name\":\"n\",\"failover_timeout\":0.0,\"checkpoint\":false}");
  }

  @SuppressWarnings("deprecation") // A deprecated field is the point here.
  @Test
  void leavesOutDeprecatedDefaultsUntilTheyAreSet() {
    Resource cpus =
        Resource.newBuilder()
            .setName("cpus")
            .setType(Value.Type.SCALAR)
            .setScalar(scalar(2))
            .build();
    assertThat(json(cpus)).doesNotContain("role");
    assertThat(json(cpus.toBuilder().setRole("*").build())).contains("\"role\":\"*\"");
  }

  @Test
  void leavesOutEmptyListsAndMaps() {
    assertThat(json(OfferFilters.getDefaultInstance())).isEqualTo("{}");
    assertThat(json(CommandInfo.getDefaultInstance())).isEqualTo("{\"shell\":true}");
  }

  @Test
  void writesEmptyListsInWhatListsTasksFrameworksExecutorsAndAgents() {
    assertThat(json(Response.GetTasks.getDefaultInstance()))
        .isEqualTo("{\"tasks\":[],\"unreachable_tasks\":[],\"completed_tasks\":[]}");
    assertThat(json(Response.GetAgents.getDefaultInstance()))
        .isEqualTo("{\"agents\":[],\"recovered_agents\":[]}");
    assertThat(json(Response.GetOperations.getDefaultInstance())).isEqualTo("{}");
  }

  @Test
  void writesMapsAsObjects() {
    OfferFilters.ResourceQuantities quantities =
        OfferFilters.ResourceQuantities.newBuilder()
            .putQuantities("cpus", scalar(0.5))
            .putQuantities("mem", scalar(1024))
            .build();
    assertThat(json(quantities))
        .isEqualTo("{\"quantities\":{\"cpus\":{\"value\":0.5},\"mem\":{\"value\":1024.0}}}");
  }

  @Test
  void writesBytesAsPaddedBase64() {
    TaskStatus status =
        TaskStatus.newBuilder()
            .setTaskId(TaskID.newBuilder().setValue("t"))
            .setState(TaskState.TASK_RUNNING)
            .setUuid(ByteString.copyFrom(new byte[] {(byte) 0xfb, (byte) 0xff, 0, 1}))
            .build();
    assertThat(json(status)).contains("\"uuid\":\"+/8AAQ==\"");
  }

  @Test
  void writesLongsAsNumbers() {
    TimeInfo time = TimeInfo.newBuilder().setNanoseconds(1795168315219073024L).build();
    assertThat(json(time)).isEqualTo("{\"nanoseconds\":1795168315219073024}");
  }

  @Test
  void writesUnsignedLongsWithoutSign() {
    Value.Range range = Value.Range.newBuilder().setBegin(0).setEnd(-1L).build();
    assertThat(json(range)).isEqualTo("{\"begin\":0,\"end\":18446744073709551615}");
  }

  @ParameterizedTest
  @CsvSource({
    "15, 15.0",
    "0, 0.0",
    "-0.0, -0.0",
    "0.1, 0.1",
    "12345678, 12345678.0",
    "1795168315.25, 1795168315.25",
    "1795168315.219073, 1795168315.219073",
    "-9007199254740991, -9007199254740991.0",
    "1e18, 1.0E18",
    "2e-3, 0.002",
    "1e-9, 1.0E-9",
    "Infinity, \"Infinity\"",
    "-Infinity, \"-Infinity\"",
  })
  void writesDoublesWithAFraction(double value, String text) {
    assertThat(json(scalar(value))).isEqualTo("{\"value\":" + text + "}");
  }

  @Test
  void escapesWhatJsonMustEscape() {
    Label label = Label.newBuilder().setKey("a\"\\\n\u0001é").build();
    assertThat(json(label)).isEqualTo("{\"key\":\"a\\\"\\\\\\n\\u0001é\"}");
  }

  @Test
  void writesDynamicMessagesLikeGeneratedOnes() throws IOException {
    FrameworkInfo info =
        FrameworkInfo.newBuilder()
            .setUser("u")
            .setName("n")
            .addRoles("a")
            .putOfferFilters("a", OfferFilters.getDefaultInstance())
            .build();
    Message dynamic = DynamicMessage.parseFrom(info.getDescriptorForType(), info.toByteArray());
    assertThat(json(dynamic)).isEqualTo(json(info));
  }

  @Test
  void writesDurationsOfProtobufAsPlainMessages() {
    Call.DrainAgent drain =
        Call.DrainAgent.newBuilder()
            .setAgentId(AgentID.newBuilder().setValue("a"))
            .setMaxGracePeriod(Duration.newBuilder().setSeconds(1))
            .build();
    assertThat(json(drain)).contains("\"max_grace_period\":{\"seconds\":1}");
  }

  @Test
  void writesIntoALargerText() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartArray();
      ProtoJson.write(scalar(1), json);
      ProtoJson.write(scalar(2), json);
      json.writeEndArray();
    }
    assertThat(out).hasToString("[{\"value\":1.0},{\"value\":2.0}]");
  }

  @Test
  void leavesTheStreamOpenAndUnflushed() throws IOException {
    boolean[] touched = new boolean[1];
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            touched[0] = true;
          }

          @Override
          public void flush() {
            touched[0] = true;
          }
        };
    ProtoJson.write(scalar(1), out);
    assertThat(out).hasToString("{\"value\":1.0}");
    assertThat(touched[0]).isFalse();
  }
}
