package org.meseta.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sandboxes and the log, by either API. */
@Timeout(30)
class FilesTest {
  private static final String IDS = "/frameworks/f/executors/run/runs/latest";

  @TempDir Path work;
  private ServedAgent served;
  private Path sandbox;

  @BeforeEach
  void start() throws IOException {
    served = new ServedAgent();
    served.agent.host = SampleHost.host(work);
    sandbox = Files.createDirectories(SampleHost.sandbox(work, "run"));
    Files.writeString(sandbox.resolve("stdout"), "0123456789");
    Files.createDirectory(sandbox.resolve("sub"));
    Files.writeString(work.resolve("secret"), "secret");
    Files.createSymbolicLink(sandbox.resolve("outside"), work.resolve("secret"));
    Files.createSymbolicLink(sandbox.resolve("up"), Path.of("../../.."));
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void showsASandboxByItsRealPathAndByIds() throws Exception {
    for (String root :
        new String[] {IDS, sandbox.toString(), sandbox.resolveSibling("latest") + ""}) {
      assertThat(served.get("/files/browse?path=" + root).body())
          .contains("\"path\":\"" + root + "/stdout\",\"size\":10");
      assertThat(served.get("/files/read?path=" + root + "/stdout&offset=8").body())
          .isEqualTo("{\"data\":\"89\",\"offset\":8}");
      assertThat(served.get("/files/download?path=" + root + "/stdout").body())
          .isEqualTo("0123456789");
      assertThat(list(root).body()).contains("\"path\":\"" + root + "/stdout\"");
    }
  }

  @Test
  void showsTheLog() throws Exception {
    assertThat(served.get("/files/read?path=/slave/log&offset=0").body())
        .isEqualTo("{\"data\":\"one line\\n\",\"offset\":0}");
    assertThat(served.get("/files/debug").body())
        .contains("\"/slave/log\":\"", "\"" + IDS + "\":\"" + sandbox + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 4, MDEyMw==",
    "8, 400, ODk=",
    "3, 0, ''",
    "10, 5, ''",
    "9999, 5, ''",
    "18446744073709551615, 5, ''",
    "6, 18446744073709551615, Njc4OQ=="
  })
  void readsAPartAsOperatorsDo(String offset, String length, String data) throws Exception {
    HttpResponse<String> answer = read(IDS + "/stdout", offset, length);
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"READ_FILE\",\"read_file\":{\"size\":10,\"data\":\"" + data + "\"}}");
  }

  @Test
  void readsToTheEndUnlessToldHowMuch() throws Exception {
    HttpResponse<String> answer =
        served.call(
            "{\"type\":\"READ_FILE\",\"read_file\":{\"path\":\""
                + IDS
                + "/stdout\",\"offset\":7}}");
    assertThat(answer.body()).contains("\"data\":\"Nzg5\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-5", "\"x\"", "{}"})
  void refusesOffsetsThatAreNone(String offset) throws Exception {
    HttpResponse<String> answer = read(IDS + "/stdout", offset, "1");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith("Failed to convert JSON into Call protobuf: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/outside",
        "/up/secret",
        "/../../../secret",
        "/sub/../../../../secret",
        "/sub/../..",
        "/nope"
      })
  void showsNothingOutsideOfASandbox(String rest) throws Exception {
    for (String root : new String[] {IDS, sandbox.toString()}) {
      isNowhere(root + rest);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "etc/passwd",
        "/",
        "/frameworks",
        "/frameworks/f/executors/run/runs",
        "/frameworks/f/executors/other/runs/latest",
        "/slave",
        "/slave/log/../../etc/passwd",
        "/slave/logs"
      })
  void showsNothingElseOfTheHost(String path) throws Exception {
    isNowhere(path);
    isNowhere(work + "/secret");
  }

  @Test
  void saysWhatAFolderCannot() throws Exception {
    HttpResponse<String> answer = read(IDS + "/sub", "0", "1");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("Cannot read a directory.\n");
    assertThat(served.get("/files/download?path=" + IDS).statusCode()).isEqualTo(400);
  }

  private void isNowhere(String path) throws Exception {
    assertThat(served.get("/files/browse?path=" + path).statusCode()).isEqualTo(404);
    assertThat(served.get("/files/read?path=" + path + "&offset=0").statusCode()).isEqualTo(404);
    assertThat(served.get("/files/download?path=" + path).statusCode()).isEqualTo(404);
    assertThat(list(path).statusCode()).isEqualTo(404);
    assertThat(read(path, "0", "9").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> list(String path) throws Exception {
    return served.call("{\"type\":\"LIST_FILES\",\"list_files\":{\"path\":\"" + path + "\"}}");
  }

  private HttpResponse<String> read(String path, String offset, String length) throws Exception {
    return served.call(
        "{\"type\":\"READ_FILE\",\"read_file\":{\"path\":\"%s\",\"offset\":%s,\"length\":%s}}"
            .formatted(path, offset, length));
  }
}
