package org.meseta.http.server.jetty;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meseta.http.server.HttpRequest;
import org.meseta.plugin.authorizer.Principal;

/** A request as handlers see it. */
final class Received implements HttpRequest {
  private final Head head;
  private final String rest;
  private final Principal principal;
  private final byte[] body;

  Received(Head head, String rest, Principal principal, byte[] body) {
    this.head = head;
    this.rest = rest;
    this.principal = principal;
    this.body = body;
  }

  Received from(Principal somebody) {
    return new Received(head, rest, somebody, body);
  }

  Received with(byte[] content) {
    return new Received(head, rest, principal, content);
  }

  @Override
  public String method() {
    return head.method();
  }

  @Override
  public String path() {
    return head.path().isEmpty() ? "/" : head.path();
  }

  @Override
  public String rest() {
    return rest;
  }

  @Override
  public Optional<String> query(String name) {
    String query = head.query();
    return query == null
        ? Optional.empty()
        : Optional.ofNullable(UrlEncoded.parse(query).get(name));
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(head.headers().get(name));
  }

  @Override
  public List<String> headers(String name) {
    return head.headers().getValuesList(name).stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public Map<String, String> form() {
    return UrlEncoded.parse(new String(body, StandardCharsets.UTF_8));
  }

  @Override
  public Principal principal() {
    return principal;
  }

  @Override
  public String remoteAddress() {
    return head.remoteAddress();
  }

  @Override
  public boolean secure() {
    return head.secure();
  }

  @Override
  public String toString() {
    return method() + " " + path() + " from " + remoteAddress();
  }
}
