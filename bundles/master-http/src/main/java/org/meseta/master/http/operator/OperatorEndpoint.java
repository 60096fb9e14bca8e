package org.meseta.master.http.operator;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.meseta.http.api.ApiDialect;
import org.meseta.http.api.MediaType;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.GuardedFiles;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;
import org.meseta.master.api.Master;
import org.meseta.master.http.answers.Outcomes;
import org.meseta.protocol.json.ProtoJson;
import org.meseta.protocol.v1.master.Call;
import org.meseta.protocol.v1.master.Response;

/**
 * {@code /api/v1}. What reads is answered from the newest snapshot; of what changes something, a
 * framework's end. Other calls are refused with 501.
 */
public final class OperatorEndpoint implements HttpHandler {
  private static final ApiDialect<Call> DIALECT =
      new ApiDialect<>("master::Call", Call.getDefaultInstance(), false);

  private final Master master;
  private final Small small;
  private final FileCalls files;

  /** Asks this master. */
  public OperatorEndpoint(Master master, GuardedFiles files) {
    this.master = master;
    this.small = new Small(master);
    this.files = new FileCalls(files);
  }

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request) {
    Call call = DIALECT.read(request);
    OperatorRules.broken(call)
        .ifPresent(
            why -> {
              throw DIALECT.invalid(why);
            });
    MediaType type = DIALECT.accepted(request);
    return switch (call.getType()) {
      case TEARDOWN -> teardown(request, call);
      case LIST_FILES ->
          files.list(request.principal(), call.getListFiles()).thenApply(r -> now(type, r));
      case READ_FILE ->
          files.read(request.principal(), call.getReadFile()).thenApply(r -> now(type, r));
      case GET_STATE, GET_TASKS, GET_FRAMEWORKS, GET_EXECUTORS, GET_AGENTS ->
          Refusal.done(later(type, Large.of(call.getType(), master.cluster())));
      case UNKNOWN -> throw Refusal.plain(501);
      default -> Refusal.done(now(type, small.answer(call)));
    };
  }

  private static HttpAnswer now(MediaType type, Response response) {
    return ApiDialect.answer(type, response);
  }

  /** Made and written at the pace of the reader. */
  private static HttpAnswer later(MediaType type, Supplier<Response> response) {
    Map<String, String> headers = Map.of("Content-Type", type.text());
    return new HttpAnswer.Written(
        200,
        headers,
        out -> {
          if (type == MediaType.JSON) {
            ProtoJson.write(response.get(), out);
          } else {
            response.get().writeTo(out);
          }
        });
  }

  private CompletionStage<HttpAnswer> teardown(HttpRequest request, Call call) {
    return master
        .teardown(request.principal(), call.getTeardown().getFrameworkId())
        .thenApply(outcome -> Outcomes.answer(outcome, 200));
  }
}
