package org.meseta.http.server.jetty;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.meseta.http.server.HttpFailure;

/** What is known of a request before its body. */
record Head(
    String method,
    String path,
    @Nullable String query,
    HttpFields headers,
    String remoteAddress,
    boolean secure) {

  /** Headers whose meaning would depend on which of two values one reads. */
  private static final List<HttpHeader> SINGLE =
      List.of(HttpHeader.CONTENT_TYPE, HttpHeader.AUTHORIZATION, HttpHeader.CONTENT_ENCODING);

  /**
   * @throws HttpFailure if it contradicts itself
   */
  static Head of(Request request) {
    HttpFields headers = request.getHeaders();
    for (HttpHeader name : SINGLE) {
      if (headers.contains(name) && headers.getValuesList(name).size() > 1) {
        throw new HttpFailure(400, "Header '" + name + "' is given more than once.");
      }
    }
    return new Head(
        request.getMethod().equals("HEAD") ? "GET" : request.getMethod(),
        Routes.normal(Request.getPathInContext(request)),
        request.getHttpURI().getQuery(),
        headers.asImmutable(),
        address(Request.getRemoteAddr(request)) + ":" + Request.getRemotePort(request),
        request.isSecure());
  }

  private static String address(String numeric) {
    return numeric.contains(":") && !numeric.startsWith("[") ? "[" + numeric + "]" : numeric;
  }
}
