package org.meseta.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.http.server.GuardedFiles;
import org.meseta.http.server.HttpFailure;
import org.meseta.http.server.VirtualFiles;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.FileInfo;
import org.meseta.runtime.ManualTime;

class FileCallsTest {
  private static final Principal ANNA = Principal.named("anna");

  private static final Message LIST =
      org.meseta.protocol.v1.master.Call.ListFiles.newBuilder().setPath("/sandbox").build();
  private static final Message LIST_OF_AGENT =
      org.meseta.protocol.v1.agent.Call.ListFiles.newBuilder().setPath("/sandbox").build();
  private static final Message READ =
      org.meseta.protocol.v1.master.Call.ReadFile.newBuilder()
          .setPath("/sandbox/stdout")
          .setOffset(2)
          .setLength(3)
          .build();
  private static final Message READ_OF_AGENT =
      org.meseta.protocol.v1.agent.Call.ReadFile.newBuilder()
          .setPath("/sandbox/stdout")
          .setOffset(2)
          .build();

  @TempDir Path folder;
  private final ManualTime time = new ManualTime();
  private FileCalls<org.meseta.protocol.v1.master.Response> master;
  private FileCalls<org.meseta.protocol.v1.agent.Response> agent;

  @BeforeEach
  void attach() throws Exception {
    Files.writeString(folder.resolve("stdout"), "0123456789");
    VirtualFiles shown = new VirtualFiles(time.blocking("files", 1, Runnable::run));
    AutoCloseable unused = shown.attach("/sandbox", folder);
    GuardedFiles files =
        new GuardedFiles(shown, (who, path) -> CompletableFuture.completedStage(who.equals(ANNA)));
    master = new FileCalls<>(files, org.meseta.protocol.v1.master.Response.getDefaultInstance());
    agent = new FileCalls<>(files, org.meseta.protocol.v1.agent.Response.getDefaultInstance());
  }

  @Test
  void listsInTheMessagesOfEither() {
    org.meseta.protocol.v1.master.Response one = answer(master.list(ANNA, LIST));
    org.meseta.protocol.v1.agent.Response other = answer(agent.list(ANNA, LIST_OF_AGENT));
    assertThat(one.getType()).isEqualTo(org.meseta.protocol.v1.master.Response.Type.LIST_FILES);
    assertThat(other.getType()).isEqualTo(org.meseta.protocol.v1.agent.Response.Type.LIST_FILES);
    List<FileInfo> files = one.getListFiles().getFileInfosList();
    assertThat(files).extracting(FileInfo::getPath).containsExactly("/sandbox/stdout");
    assertThat(other.getListFiles().getFileInfosList()).isEqualTo(files);
  }

  @Test
  void readsAPart() {
    var read = answer(master.read(ANNA, READ)).getReadFile();
    assertThat(read.getData().toStringUtf8()).isEqualTo("234");
    assertThat(read.getSize()).isEqualTo(10);
    assertThat(answer(agent.read(ANNA, READ_OF_AGENT)).getReadFile().getData()).hasSize(8);
  }

  @Test
  void refusesWhoMayNotLook() {
    CompletionStage<?> refused = master.read(Principal.ANONYMOUS, READ);
    assertThatThrownBy(() -> refused.toCompletableFuture().join())
        .cause()
        .isInstanceOfSatisfying(
            HttpFailure.class, failure -> assertThat(failure.status()).isEqualTo(403));
  }

  private <R extends Message> R answer(CompletionStage<R> answer) {
    time.run();
    return answer.toCompletableFuture().join();
  }
}
