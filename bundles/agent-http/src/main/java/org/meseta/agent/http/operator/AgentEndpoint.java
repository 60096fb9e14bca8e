package org.meseta.agent.http.operator;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.meseta.agent.api.Agent;
import org.meseta.http.api.ApiDialect;
import org.meseta.http.api.MediaType;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.GuardedFiles;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;
import org.meseta.protocol.v1.agent.Call;
import org.meseta.protocol.v1.agent.Response;

/** {@code /api/v1}: the calls that read. Others are refused with 501. */
public final class AgentEndpoint implements HttpHandler {
  private static final ApiDialect<Call> DIALECT =
      new ApiDialect<>("agent::Call", Call.getDefaultInstance(), true);

  private final Agent agent;
  private final Answers answers;
  private final FileCalls files;

  /** Asks this agent. */
  public AgentEndpoint(Agent agent, GuardedFiles files) {
    this.agent = agent;
    this.answers = new Answers(agent);
    this.files = new FileCalls(files);
  }

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request) {
    if (!agent.host().recovered()) {
      throw Refusal.of(503, "Agent has not finished recovery");
    }
    Call call = DIALECT.read(request);
    broken(call)
        .ifPresent(
            why -> {
              throw DIALECT.invalid(why);
            });
    MediaType type = DIALECT.accepted(request);
    return answer(request, call).thenApply(response -> ApiDialect.answer(type, response));
  }

  private CompletionStage<Response> answer(HttpRequest request, Call call) {
    return switch (call.getType()) {
      case LIST_FILES -> files.list(request.principal(), call.getListFiles());
      case READ_FILE -> files.read(request.principal(), call.getReadFile());
      case GET_CONTAINERS -> agent.usage().thenApply(Answers::containers);
      case UNKNOWN -> throw Refusal.plain(501);
      default -> answers.answer(call.getType());
    };
  }

  /**
   * The first rule that the call breaks: a type needs the field of its name. Two have one that
   * needs not be there.
   */
  private static Optional<String> broken(Call call) {
    if (!call.hasType()) {
      return Optional.of("Expecting 'type' to be present");
    }
    String name = call.getType().name().toLowerCase(Locale.ROOT);
    FieldDescriptor field = Call.getDescriptor().findFieldByName(name);
    boolean free = field == null || name.equals("get_containers") || name.equals("prune_images");
    return free || call.hasField(field)
        ? Optional.empty()
        : Optional.of("Expecting '" + name + "' to be present");
  }
}
