package org.meseta.master.http.view;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.meseta.http.api.JsonBody;
import org.meseta.master.api.Explanation;
import org.meseta.master.api.Explanation.Cause;
import org.meseta.protocol.v1.AgentID;

/** {@code /why}: what stands between frameworks and offers. */
public record WhyView(List<Explanation> explanations) implements JsonBody {

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("explanations");
    for (Explanation explanation : explanations) {
      write(json, explanation);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Explanation explanation) throws IOException {
    json.writeStartObject();
    json.writeStringField("framework_id", explanation.framework().getValue());
    json.writeStringField("framework_name", explanation.name());
    json.writeStringField("role", explanation.role());
    json.writeNumberField("agents", explanation.agents());
    write(json, explanation.recovery());
    json.writeNumberField("offerable_agents", explanation.free());
    json.writeArrayFieldStart("causes");
    for (Cause cause : explanation.causes()) {
      write(json, cause);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Explanation.Recovery recovery) throws IOException {
    json.writeNumberField("missing_agents", recovery.missing());
    if (recovery.holdOff().isPresent()) {
      Explanation.HoldOff holdOff = recovery.holdOff().get();
      json.writeObjectFieldStart("held_off");
      json.writeNumberField("awaited_agents", holdOff.agents());
      json.writeNumberField("until_unix_seconds", holdOff.until().getEpochSecond());
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, Cause cause) throws IOException {
    json.writeStartObject();
    json.writeStringField("cause", cause.kind().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("agents", cause.agents());
    json.writeArrayFieldStart("examples");
    for (AgentID agent : cause.examples()) {
      json.writeString(agent.getValue());
    }
    json.writeEndArray();
    json.writeStringField("what", cause.what());
    if (cause.until().isPresent()) {
      json.writeNumberField("until_unix_seconds", cause.until().get().getEpochSecond());
    }
    json.writeStringField("advice", cause.remedy().advice());
    if (cause.remedy().command().isPresent()) {
      json.writeStringField("command", cause.remedy().command().get());
    }
    json.writeEndObject();
  }
}
