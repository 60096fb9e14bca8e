package org.meseta.master.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;
import org.meseta.master.api.Master;
import org.meseta.master.http.answers.Outcomes;
import org.meseta.protocol.json.JsonException;
import org.meseta.protocol.json.ProtoJson;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;

/**
 * {@code /reserve}, {@code /unreserve}, {@code /create-volumes} and {@code /destroy-volumes}: a
 * form with {@code slaveId} and a JSON array of resources.
 *
 * @param field of the form that holds the resources
 */
record ResourcesEndpoint(
    Master master, String path, String field, Function<List<Resource>, Offer.Operation> operation)
    implements HttpHandler {
  private static final String AGENT = "slaveId";
  private static final String RESOURCES = "resources";
  private static final String VOLUMES = "volumes";

  /** All four. */
  static List<ResourcesEndpoint> all(Master master) {
    return List.of(
        new ResourcesEndpoint(master, "/reserve", RESOURCES, ResourcesEndpoint::reserve),
        new ResourcesEndpoint(master, "/unreserve", RESOURCES, ResourcesEndpoint::unreserve),
        new ResourcesEndpoint(master, "/create-volumes", VOLUMES, ResourcesEndpoint::creation),
        new ResourcesEndpoint(master, "/destroy-volumes", VOLUMES, ResourcesEndpoint::destroy));
  }

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request) {
    if (!request.method().equals("POST")) {
      throw Refusal.methodNotAllowed("POST", request.method());
    }
    Map<String, String> form = request.form();
    AgentID agent = AgentID.newBuilder().setValue(required(form, AGENT)).build();
    List<Resource> resources = resources(required(form, field));
    return master
        .operate(request.principal(), agent, operation.apply(resources))
        .thenApply(outcome -> Outcomes.answer(outcome, 202));
  }

  private static String required(Map<String, String> form, String name) {
    String value = form.get(name);
    if (value == null) {
      throw Refusal.badRequest("Missing '" + name + "' query parameter in the request body");
    }
    return value;
  }

  private List<Resource> resources(String text) {
    try {
      return ProtoJson.readArray(
          text.getBytes(StandardCharsets.UTF_8), Resource.getDefaultInstance());
    } catch (JsonException e) {
      throw Refusal.badRequest(
          "Error parsing '" + field + "' query parameter in the request body: " + e.getMessage());
    }
  }

  private static Offer.Operation reserve(List<Resource> resources) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.RESERVE)
        .setReserve(Offer.Operation.Reserve.newBuilder().addAllResources(resources))
        .build();
  }

  private static Offer.Operation unreserve(List<Resource> resources) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.UNRESERVE)
        .setUnreserve(Offer.Operation.Unreserve.newBuilder().addAllResources(resources))
        .build();
  }

  private static Offer.Operation creation(List<Resource> volumes) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.CREATE)
        .setCreate(Offer.Operation.Create.newBuilder().addAllVolumes(volumes))
        .build();
  }

  private static Offer.Operation destroy(List<Resource> volumes) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.DESTROY)
        .setDestroy(Offer.Operation.Destroy.newBuilder().addAllVolumes(volumes))
        .build();
  }
}
