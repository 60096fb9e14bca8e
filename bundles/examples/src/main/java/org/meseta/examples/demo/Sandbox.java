package org.meseta.examples.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.meseta.http.client.WebAnswer;
import org.meseta.http.client.WebClient;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Offer;

/** Reads files of a task's sandbox through its agent. */
final class Sandbox {
  private static final int MAX_FILE_BYTES = 64 << 10;
  private static final WebClient.Bounds BOUNDS =
      new WebClient.Bounds(Duration.ofSeconds(5), 8 * MAX_FILE_BYTES);

  private final WebClient client;
  private final String agent;
  private final String folder;

  /**
   * @param offer tells where the agent is
   * @param task its id, which for a command task is also that of its executor
   */
  Sandbox(WebClient client, Offer offer, FrameworkID framework, String task) {
    this.client = client;
    var address = offer.getUrl().getAddress();
    this.agent = "http://" + address.getIp() + ":" + address.getPort();
    this.folder = "/frameworks/" + framework.getValue() + "/executors/" + task + "/runs/latest/";
  }

  /** The beginning of a file; fails with an exception whose message says why. */
  CompletionStage<String> read(String file) {
    String path = URLEncoder.encode(folder + file, StandardCharsets.UTF_8);
    URI address =
        URI.create(agent + "/files/read?path=" + path + "&offset=0&length=" + MAX_FILE_BYTES);
    return client.get(address, Map.of(), BOUNDS).thenApply(Sandbox::content);
  }

  private static String content(WebAnswer answer) {
    if (!answer.isSuccess()) {
      throw new CompletionException(
          new IOException("HTTP status " + answer.status() + " " + answer.text()));
    }
    try (JsonParser json = new JsonFactory().createParser(answer.body())) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING && "data".equals(json.currentName())) {
          return json.getText();
        }
      }
      throw new IOException("no data in the agent's answer");
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }
}
