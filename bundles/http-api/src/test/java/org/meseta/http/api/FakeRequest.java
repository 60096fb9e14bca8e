package org.meseta.http.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meseta.http.server.HttpRequest;
import org.meseta.plugin.authorizer.Principal;

/** A request made by hand; of each header one line, of the body one byte a character. */
record FakeRequest(
    String method, Map<String, String> headers, Map<String, String> queries, String text)
    implements HttpRequest {

  static FakeRequest post(Map<String, String> headers, String body) {
    return new FakeRequest("POST", headers, Map.of(), body);
  }

  static FakeRequest get(Map<String, String> queries) {
    return new FakeRequest("GET", Map.of(), queries, "");
  }

  @Override
  public byte[] body() {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public String path() {
    return "/";
  }

  @Override
  public String rest() {
    return "";
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(queries.get(name));
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  @Override
  public List<String> headers(String name) {
    return header(name).map(h -> List.of(h.split(","))).orElse(List.of());
  }

  @Override
  public Map<String, String> form() {
    return Map.of();
  }

  @Override
  public Principal principal() {
    return Principal.ANONYMOUS;
  }

  @Override
  public String remoteAddress() {
    return "127.0.0.1:1";
  }

  @Override
  public boolean secure() {
    return false;
  }
}
