package org.meseta.http.server.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.http.server.FileRoutes;
import org.meseta.http.server.GuardedFiles;
import org.meseta.http.server.VirtualFiles;
import org.meseta.plugin.authorizer.Principal;

@Timeout(60)
class FileRoutesTest {
  @RegisterExtension final Serving serving = new Serving();
  @TempDir Path folder;
  private final Map<String, Path> passing = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final VirtualFiles files =
      new VirtualFiles(serving.runtime.blocking("files", 2, Runnable::run), () -> passing);
  private Path run;
  private Path log;

  @BeforeEach
  void attach() throws IOException {
    run = Files.createDirectories(folder.resolve("runs/one"));
    log = Files.writeString(folder.resolve("daemon.log"), "0123456789");
    Files.writeString(folder.resolve("secret"), "secret");
    Files.writeString(run.resolve("stdout"), "hello\n\"w\u00f6rld\"\u0001");
    Files.createDirectories(run.resolve("sub/deep"));
    Files.writeString(run.resolve("sub/file"), "below");
    Files.createSymbolicLink(folder.resolve("runs/latest"), Path.of("one"));
    Files.createSymbolicLink(run.resolve("inside"), Path.of("sub/file"));
    Files.createSymbolicLink(run.resolve("outside"), folder.resolve("secret"));
    Files.createSymbolicLink(run.resolve("up"), Path.of("../.."));
    Files.createSymbolicLink(run.resolve("loop"), Path.of("loop"));
    files.attach("/master/log", log);
    files.attach("/runs/latest", folder.resolve("runs/latest"));
    files.attach("/gone", folder.resolve("gone"));
    files.attach("/forbidden", folder);
    new FileRoutes(serving.server, "test", new GuardedFiles(files, this::permits));
  }

  private CompletionStage<Boolean> permits(Principal principal, String attached) {
    asked.add(attached);
    return CompletableFuture.completedStage(!attached.equals("/forbidden"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "path=/master/log&offset=0&length=4|{\"data\":\"0123\",\"offset\":0}",
        "path=/master/log/&offset=8&length=400|{\"data\":\"89\",\"offset\":8}",
        "path=/master/log&offset=3|{\"data\":\"3456789\",\"offset\":3}",
        "path=/master/log&offset=-1|{\"data\":\"\",\"offset\":10}",
        "path=/master/log|{\"data\":\"\",\"offset\":10}",
        "path=/master/log&offset=99&length=1|{\"data\":\"\",\"offset\":10}",
        "path=/runs/latest/inside&offset=0|{\"data\":\"below\",\"offset\":0}",
        "path=/runs/latest/sub/../sub/file&offset=0|{\"data\":\"below\",\"offset\":0}",
        "path=/runs/latest/stdout&offset=0|{\"data\":\"hello\\n\\\"w\u00c3\u00b6rld\\\"\\u0001\","
            + "\"offset\":0}"
      })
  void readsParts(String query, String expected) throws Exception {
    assertThat(get("/files/read?" + query))
        .startsWith("HTTP/1.1 200")
        .contains("Content-Type: application/json\r\n")
        .endsWith("\r\n\r\n" + expected);
    assertThat(get("/files/read.json?" + query)).endsWith(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nope",
        "/",
        "/master",
        "/master/log/x",
        "/master/logs",
        "/runs/latest/nope",
        "/runs/latest/outside",
        "/runs/latest/up/secret",
        "/runs/latest/../../secret",
        "/runs/latest/loop",
        "/runs/latest/a%00b",
        "/gone",
        "/gone/x",
        "/etc/passwd",
        "etc/passwd"
      })
  void nothingOutsideIsShown(String path) throws Exception {
    for (String endpoint : new String[] {"browse", "read"}) {
      assertThat(get("/files/" + endpoint + "?path=" + path))
          .startsWith("HTTP/1.1 404")
          .contains("Content-Length: 0\r\n");
    }
    assertThat(get("/files/download?path=" + path))
        .startsWith("HTTP/1.1 404")
        .endsWith("\r\n\r\n404 Not Found.");
  }

  @Test
  void browsesAFolderByName() throws Exception {
    Files.setPosixFilePermissions(
        run.resolve("stdout"), PosixFilePermissions.fromString("rw-r-----"));
    String user = Files.getOwner(run).getName();
    String answer = get("/files/browse?path=/runs/latest/");
    assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4))
        .startsWith("[{\"gid\":")
        .containsSubsequence(
            "\"path\":\"/runs/latest/inside\",\"size\":5,",
            "\"mode\":\"lrwxrwxrwx\"",
            "\"path\":\"/runs/latest/outside\"",
            "\"mode\":\"-rw-r-----\",\"mtime\":",
            ".0,\"nlink\":1,\"path\":\"/runs/latest/stdout\",\"size\":15,\"uid\":\"" + user + "\"}",
            "\"mode\":\"drwx",
            "\"path\":\"/runs/latest/sub\"");
    assertThat(get("/files/browse?path=/master/log")).endsWith("\r\n\r\n[]");
  }

  @Test
  void readsNoMoreThanSixteenPages() throws Exception {
    Files.write(log, new byte[100_000]);
    VirtualFiles.Place place = files.place("/master/log").orElseThrow();
    VirtualFiles.Page page = files.read(place, 10, 99_000).toCompletableFuture().join();
    assertThat(page.data()).hasSize(65_536);
    assertThat(page.size()).isEqualTo(100_000);
  }

  @Test
  void downloadsAFileWhole() throws Exception {
    Files.writeString(run.resolve("odd \"name\".txt"), "x".repeat(200_000));
    assertThat(get("/files/download?path=/runs/latest/odd%20%22name%22.txt"))
        .contains("Content-Length: 200000\r\n", "Content-Type: application/octet-stream\r\n")
        .contains("Content-Disposition: attachment; filename=\"odd _name_.txt\"\r\n")
        .endsWith("\r\n\r\n" + "x".repeat(200_000));
    assertThat(get("/files/download?path=/master/log"))
        .contains("attachment; filename=log\r\n")
        .endsWith("\r\n\r\n0123456789");
  }

  /** The log holds 0123456789. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=2-4|206|bytes 2-4/10|234",
        "bytes=8-|206|bytes 8-9/10|89",
        "bytes=8-99|206|bytes 8-9/10|89",
        "bytes=-3|206|bytes 7-9/10|789",
        "bytes=-99|206|bytes 0-9/10|0123456789",
        "bytes=10-|416|bytes */10|''",
        "bytes=-0|416|bytes */10|''",
        "bytes=0-1,4-5|200||0123456789",
        "bytes=4-2|416|bytes */10|''",
        "lines=1-2|200||0123456789",
        "bytes=99999999999999999999-|200||0123456789"
      })
  void downloadsAPart(String range, int status, @Nullable String shown, String body)
      throws Exception {
    String answer = download("Range: " + range);
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status)
        .contains("\r\nAccept-Ranges: bytes\r\n", "\r\nContent-Length: " + body.length() + "\r\n")
        .endsWith("\r\n\r\n" + body);
    if (shown == null) {
      assertThat(answer).doesNotContain("Content-Range");
    } else {
      assertThat(answer).contains("\r\nContent-Range: " + shown + "\r\n");
    }
  }

  @Test
  void aPartThatDependsOnAVersionIsTheWhole() throws Exception {
    assertThat(download("Range: bytes=2-4\r\nIf-Range: \"v1\"")).endsWith("\r\n\r\n0123456789");
  }

  @Test
  void downloadsAnEmptyFile() throws Exception {
    Files.writeString(log, "");
    assertThat(download("X: y")).startsWith("HTTP/1.1 200").contains("Content-Length: 0\r\n");
  }

  private String download(String header) throws IOException {
    String request = "GET /files/download?path=/master/log HTTP/1.1\r\nHost: x\r\n" + header;
    return Wire.exchange(serving.port(), request + "\r\nConnection: close\r\n\r\n");
  }

  @Test
  void slowDownloadsKeepNoThread() throws Exception {
    Files.write(log, new byte[20 << 20]);
    List<Wire> slow = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Wire wire = new Wire(serving.port(), 4096);
      wire.send("GET /files/download?path=/master/log HTTP/1.1\r\nHost: x\r\n\r\n");
      wire.until("\r\n\r\n");
      slow.add(wire);
    }
    assertThat(download("X: y").length()).isGreaterThan(20 << 20);
    assertThat(serving.bounds.answers().taken()).isLessThan(20 * 128 * 1024);
    for (Wire wire : slow) {
      wire.close();
    }
    await().until(() -> serving.bounds.answers().taken() == 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "browse|Expecting 'path=value' in query.",
        "read?path=/runs/latest|Cannot read a directory.",
        "download?path=/runs/latest/sub|Cannot download a directory.",
        "read?path=/master/log&offset=x|Failed to parse offset: 'x' is no number.",
        "read?path=/master/log&offset=-2|Negative offset provided: -2.",
        "read?path=/master/log&length=-2|Negative length provided: -2.",
        "browse?path=/master/log&jsonp=alert(1)//|The value of 'jsonp' is no name of a function."
      })
  void saysWhatIsWrong(String query, String text) throws Exception {
    assertThat(get("/files/" + query))
        .startsWith("HTTP/1.1 400")
        .endsWith("\r\n\r\n" + text + "\n");
  }

  @Test
  void aPipeDoesNotHoldAThread() throws Exception {
    Process made = new ProcessBuilder("mkfifo", run.resolve("pipe").toString()).start();
    assertThat(made.waitFor()).isZero();
    for (int i = 0; i < 5; i++) {
      assertThat(get("/files/read?path=/runs/latest/pipe&offset=0")).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void showsWhatIsAttachedAndWrapsItForBrowsers() throws Exception {
    AutoCloseable more = files.attach("/slave/log/", log);
    assertThat(get("/files/debug")).contains("\"/slave/log\":\"" + log + "\"");
    more.close();
    assertThat(get("/files/debug")).doesNotContain("/slave/log").contains("\"/master/log\":\"");
    assertThat(get("/files/browse?path=/master/log&jsonp=angular.callbacks._0"))
        .contains("Content-Type: text/javascript\r\n")
        .endsWith("\r\n\r\nangular.callbacks._0([])");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "browse?path=/forbidden",
        "read?path=/forbidden/secret&offset=0",
        "read?path=//forbidden//secret&offset=0",
        "read?path=/forbidden/runs/../secret&offset=0",
        "download?path=/forbidden/secret/"
      })
  void whoMayNotSeeWhatIsAttachedSeesNothingOfIt(String query) throws Exception {
    assertThat(get("/files/" + query))
        .startsWith("HTTP/1.1 403")
        .endsWith("\r\n\r\n403 Forbidden.");
    assertThat(asked).containsExactly("/forbidden");
  }

  @Test
  void asksForThePathThatWasAttachedAndForNothingWhereNothingIs() throws Exception {
    get("/files/read?path=//runs/latest//sub/file&offset=0");
    get("/files/debug");
    get("/files/browse?path=/nope");
    assertThat(asked).containsExactly("/runs/latest", "/files/debug");
  }

  @Test
  void showsWhatComesAndGoesByItself() throws Exception {
    assertThat(get("/files/read?path=/passing&offset=0")).startsWith("HTTP/1.1 404");
    passing.put("/passing", log);
    assertThat(get("/files/read?path=/passing&offset=0")).contains("\"0123456789\"");
    assertThat(get("/files/debug")).contains("\"/passing\":\"" + log + "\"");
    passing.clear();
    assertThat(get("/files/read?path=/passing&offset=0")).startsWith("HTTP/1.1 404");
  }

  @Test
  void aLinkThatIsSwappedInMeanwhileIsNotFollowed() throws Exception {
    Path victim = run.resolve("swapped");
    Path real = Files.writeString(folder.resolve("real"), "mine");
    CompletableFuture<Void> stop = new CompletableFuture<>();
    Thread swapper =
        new Thread(
            () -> {
              try {
                while (!stop.isDone()) {
                  Path copy = Files.copy(real, folder.resolve("copy"));
                  move(copy, victim);
                  Path link =
                      Files.createSymbolicLink(folder.resolve("link"), folder.resolve("secret"));
                  move(link, victim);
                }
              } catch (IOException e) {
                stop.completeExceptionally(e);
              }
            });
    swapper.start();
    VirtualFiles.Place place = files.place("/runs/latest/swapped").orElseThrow();
    int seen = 0;
    int refused = 0;
    while (seen < 300 || refused < 300) {
      String data =
          files
              .read(place, 0, -1)
              .thenApply(page -> new String(page.data(), UTF_8))
              .exceptionally(e -> "")
              .toCompletableFuture()
              .join();
      assertThat(data).isNotEqualTo("secret");
      assertThat(stop.isCompletedExceptionally()).isFalse();
      seen += data.equals("mine") ? 1 : 0;
      refused += data.isEmpty() ? 1 : 0;
    }
    stop.complete(null);
    swapper.join();
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  private String get(String target) throws IOException {
    return Wire.get(serving.port(), target);
  }
}
