package org.meseta.master.http.operator;

import java.util.Set;
import java.util.concurrent.CompletionStage;
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
import org.meseta.master.api.Master;
import org.meseta.master.http.answers.Outcomes;
import org.meseta.master.http.answers.RoleSight;
import org.meseta.plugin.authorizer.Action;
import org.meseta.protocol.v1.master.Call;
import org.meseta.protocol.v1.master.Response;

/**
 * {@code /api/v1}. What reads is answered from the newest snapshot; of what changes something, a
 * framework's end, an agent that is gone, weights, quotas and the logging level. Other calls are
 * refused with 501.
 */
public final class OperatorEndpoint implements HttpHandler {
  private static final ApiDialect<Call> DIALECT =
      new ApiDialect<>("master::Call", Call.getDefaultInstance(), false);

  private final Master master;
  private final Permissions permissions;
  private final RoleSettingCalls settings;
  private final Small small;
  private final FileCalls<Response> files;
  private final LoggingToggle logging;

  /** Asks this master. */
  public OperatorEndpoint(Master master, GuardedFiles files, LoggingToggle logging) {
    this.master = master;
    this.permissions = master::allows;
    this.settings = new RoleSettingCalls(master);
    this.small = new Small(master, logging.logging());
    this.files = new FileCalls<>(files, Response.getDefaultInstance());
    this.logging = logging;
  }

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request) {
    Call call = DIALECT.read(request);
    DIALECT.requireForm(call, Set.of());
    MediaType type = DIALECT.accepted(request);
    return switch (call.getType()) {
      case TEARDOWN -> teardown(request, call);
      case MARK_AGENT_GONE ->
          master
              .markGone(request.principal(), call.getMarkAgentGone().getAgentId())
              .thenApply(outcome -> Outcomes.answer(outcome, 200));
      case DEACTIVATE_AGENT ->
          master
              .deactivate(request.principal(), call.getDeactivateAgent().getAgentId())
              .thenApply(outcome -> Outcomes.answer(outcome, 200));
      case REACTIVATE_AGENT ->
          master
              .reactivate(request.principal(), call.getReactivateAgent().getAgentId())
              .thenApply(outcome -> Outcomes.answer(outcome, 200));
      case GET_ROLES, GET_WEIGHTS, GET_QUOTA ->
          RoleSight.of(master, request.principal())
              .thenApply(sight -> now(type, RoleAnswers.of(call, sight)));
      case UPDATE_WEIGHTS, UPDATE_QUOTA, SET_QUOTA, REMOVE_QUOTA ->
          settings
              .change(request.principal(), call)
              .thenApply(outcome -> Outcomes.answer(outcome, 200));
      case RESERVE_RESOURCES,
          UNRESERVE_RESOURCES,
          CREATE_VOLUMES,
          DESTROY_VOLUMES,
          GROW_VOLUME,
          SHRINK_VOLUME ->
          master
              .operate(request.principal(), ResourceCalls.agent(call), ResourceCalls.of(call))
              .thenApply(outcome -> Outcomes.answer(outcome, 202));
      case SET_LOGGING_LEVEL -> setLoggingLevel(request, call.getSetLoggingLevel());
      case GET_FLAGS ->
          permissions.guard(Action.VIEW_FLAGS, "", r -> small(call, type)).handle(request);
      case LIST_FILES ->
          files.list(request.principal(), call.getListFiles()).thenApply(r -> now(type, r));
      case READ_FILE ->
          files.read(request.principal(), call.getReadFile()).thenApply(r -> now(type, r));
      case GET_STATE, GET_TASKS, GET_FRAMEWORKS, GET_EXECUTORS, GET_AGENTS, GET_OPERATIONS ->
          Refusal.done(ApiDialect.written(type, Large.of(call.getType(), master.cluster())));
      case UNKNOWN -> throw Refusal.plain(501);
      default -> small(call, type);
    };
  }

  private CompletionStage<HttpAnswer> small(Call call, MediaType type) {
    return Refusal.done(now(type, small.answer(call)));
  }

  private static HttpAnswer now(MediaType type, Response response) {
    return ApiDialect.answer(type, response);
  }

  private CompletionStage<HttpAnswer> setLoggingLevel(
      HttpRequest request, Call.SetLoggingLevel call) {
    HttpHandler set = logging.setting(call.getLevel(), call.getDuration());
    return permissions.guard(Action.SET_LOG_LEVEL, "", set).handle(request);
  }

  private CompletionStage<HttpAnswer> teardown(HttpRequest request, Call call) {
    return master
        .teardown(request.principal(), call.getTeardown().getFrameworkId())
        .thenApply(outcome -> Outcomes.answer(outcome, 200));
  }
}
