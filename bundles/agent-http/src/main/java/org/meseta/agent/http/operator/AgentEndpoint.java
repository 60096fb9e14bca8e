package org.meseta.agent.http.operator;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.meseta.agent.api.Agent;
import org.meseta.agent.http.access.Sight;
import org.meseta.agent.state.Host;
import org.meseta.http.api.ApiDialect;
import org.meseta.http.api.FileCalls;
import org.meseta.http.api.LoggingToggle;
import org.meseta.http.api.MediaType;
import org.meseta.http.api.Permissions;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.GuardedFiles;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;
import org.meseta.plugin.authorizer.Action;
import org.meseta.protocol.v1.agent.Call;
import org.meseta.protocol.v1.agent.Response;

/**
 * {@code /api/v1}: the calls that read, answered from the newest snapshot, and the logging level.
 * Others are refused with 501.
 */
public final class AgentEndpoint implements HttpHandler {
  private static final ApiDialect<Call> DIALECT =
      new ApiDialect<>("agent::Call", Call.getDefaultInstance(), true);

  /** What these ask for may be left out. */
  private static final Set<String> FREE = Set.of("get_containers", "prune_images");

  private final Agent agent;
  private final Permissions permissions;
  private final Small small;
  private final FileCalls<Response> files;
  private final LoggingToggle logging;

  /** Asks this agent. */
  public AgentEndpoint(Agent agent, GuardedFiles files, LoggingToggle logging) {
    this.agent = agent;
    this.permissions = agent::allows;
    this.small = new Small(agent, logging.logging());
    this.files = new FileCalls<>(files, Response.getDefaultInstance());
    this.logging = logging;
  }

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request) {
    Call call = DIALECT.read(request);
    DIALECT.requireForm(call, FREE);
    MediaType type = DIALECT.accepted(request);
    return switch (call.getType()) {
      case SET_LOGGING_LEVEL -> setLoggingLevel(request, call.getSetLoggingLevel());
      case LIST_FILES -> now(type, files.list(request.principal(), call.getListFiles()));
      case READ_FILE -> now(type, files.read(request.principal(), call.getReadFile()));
      case GET_CONTAINERS ->
          now(type, Sight.containers(agent, request.principal()).thenApply(ContainerList::of));
      case GET_STATE, GET_TASKS, GET_EXECUTORS, GET_FRAMEWORKS, GET_OPERATIONS ->
          large(request, call, type);
      case GET_FLAGS ->
          permissions.guard(Action.VIEW_FLAGS, "", r -> small(call, type)).handle(request);
      case UNKNOWN -> throw Refusal.plain(501);
      default -> small(call, type);
    };
  }

  private CompletionStage<HttpAnswer> small(Call call, MediaType type) {
    return Refusal.done(ApiDialect.answer(type, small.answer(call.getType())));
  }

  private CompletionStage<HttpAnswer> large(HttpRequest request, Call call, MediaType type) {
    Host host = agent.host();
    return Sight.of(permissions, request.principal(), host)
        .thenApply(sight -> ApiDialect.written(type, Large.of(call.getType(), host, sight)));
  }

  private static CompletionStage<HttpAnswer> now(
      MediaType type, CompletionStage<Response> response) {
    return response.thenApply(made -> ApiDialect.answer(type, made));
  }

  private CompletionStage<HttpAnswer> setLoggingLevel(
      HttpRequest request, Call.SetLoggingLevel call) {
    HttpHandler set = logging.setting(call.getLevel(), call.getDuration());
    return permissions.guard(Action.SET_LOG_LEVEL, "", set).handle(request);
  }
}
