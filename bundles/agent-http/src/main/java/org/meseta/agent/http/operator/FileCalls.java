package org.meseta.agent.http.operator;

import com.google.protobuf.UnsafeByteOperations;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.meseta.http.api.FileMessages;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.FileEntry;
import org.meseta.http.server.FileRoutes;
import org.meseta.http.server.VirtualFiles;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.agent.Call;
import org.meseta.protocol.v1.agent.Response;

/** LIST_FILES and READ_FILE: the same files as below {@code /files}, for the same people. */
record FileCalls(VirtualFiles files, FileRoutes.Access access) {

  CompletionStage<Response> list(Principal principal, Call.ListFiles call) {
    return permitted(principal, call.getPath(), () -> files.list(call.getPath()))
        .thenApply(
            entries -> {
              Response.Builder response = Response.newBuilder().setType(Response.Type.LIST_FILES);
              Response.ListFiles.Builder list = response.getListFilesBuilder();
              for (FileEntry entry : entries) {
                list.addFileInfos(FileMessages.of(entry));
              }
              return response.build();
            });
  }

  CompletionStage<Response> read(Principal principal, Call.ReadFile call) {
    long length = call.hasLength() ? call.getLength() : -1;
    return permitted(
            principal, call.getPath(), () -> files.read(call.getPath(), call.getOffset(), length))
        .thenApply(FileCalls::page);
  }

  private static Response page(VirtualFiles.Page page) {
    Response.ReadFile.Builder read =
        Response.ReadFile.newBuilder()
            .setSize(page.size())
            .setData(UnsafeByteOperations.unsafeWrap(page.data()));
    return Response.newBuilder().setType(Response.Type.READ_FILE).setReadFile(read).build();
  }

  private <T> CompletionStage<T> permitted(
      Principal principal, String path, Supplier<CompletionStage<T>> action) {
    return access
        .permits(principal, path)
        .thenCompose(
            yes -> {
              if (!yes) {
                throw Refusal.plain(403);
              }
              return action.get();
            });
  }
}
