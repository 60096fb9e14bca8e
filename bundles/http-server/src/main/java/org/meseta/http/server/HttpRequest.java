package org.meseta.http.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meseta.plugin.authorizer.Principal;

/** A request with its whole body. */
public interface HttpRequest {

  /** In upper case, for example {@code POST}. A {@code HEAD} is shown as {@code GET}. */
  String method();

  /**
   * Path without query, for example {@code /master/state}; dots, empty segments and a slash at the
   * end are resolved. What may stand in a path as it is, is decoded; the rest stays escaped, as in
   * {@code /a%20b}.
   */
  String path();

  /** What of the path the route did not match: empty, or it starts with a slash. */
  String rest();

  /**
   * First value of a query parameter.
   *
   * @throws HttpFailure with 400 if the query is not well formed
   */
  Optional<String> query(String name);

  /** First value of a header; names know no case. */
  Optional<String> header(String name);

  /** All values of a header, in order, each line split at commas. */
  List<String> headers(String name);

  /** The body; not to be changed. */
  byte[] body();

  /**
   * The body read as {@code application/x-www-form-urlencoded}; the first value of a name counts.
   *
   * @throws HttpFailure with 400 if it is not well formed
   */
  Map<String, String> form();

  /** Who asks. */
  Principal principal();

  /** Numeric address and port of the other side. */
  String remoteAddress();

  /** Whether the connection is encrypted. */
  boolean secure();
}
