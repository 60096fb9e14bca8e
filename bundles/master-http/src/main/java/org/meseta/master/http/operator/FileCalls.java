package org.meseta.master.http.operator;

import com.google.protobuf.UnsafeByteOperations;
import java.util.concurrent.CompletionStage;
import org.meseta.http.api.FileMessages;
import org.meseta.http.server.GuardedFiles;
import org.meseta.http.server.VirtualFiles;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.master.Call;
import org.meseta.protocol.v1.master.Response;

/** LIST_FILES and READ_FILE: the same files as below {@code /files}, for the same people. */
record FileCalls(GuardedFiles files) {

  CompletionStage<Response> list(Principal principal, Call.ListFiles call) {
    return files
        .list(principal, call.getPath())
        .thenApply(
            entries ->
                Response.newBuilder()
                    .setType(Response.Type.LIST_FILES)
                    .setListFiles(
                        Response.ListFiles.newBuilder().addAllFileInfos(FileMessages.of(entries)))
                    .build());
  }

  CompletionStage<Response> read(Principal principal, Call.ReadFile call) {
    long length = call.hasLength() ? call.getLength() : -1;
    return files
        .read(principal, call.getPath(), call.getOffset(), length)
        .thenApply(FileCalls::page);
  }

  private static Response page(VirtualFiles.Page page) {
    Response.ReadFile.Builder read =
        Response.ReadFile.newBuilder()
            .setSize(page.size())
            .setData(UnsafeByteOperations.unsafeWrap(page.data()));
    return Response.newBuilder().setType(Response.Type.READ_FILE).setReadFile(read).build();
  }
}
