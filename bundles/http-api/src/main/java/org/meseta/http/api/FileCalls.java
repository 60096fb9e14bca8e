package org.meseta.http.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.UnsafeByteOperations;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.meseta.http.server.GuardedFiles;
import org.meseta.http.server.VirtualFiles;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.FileInfo;

/**
 * LIST_FILES and READ_FILE of the operator APIs: the same files as below {@code /files}, for the
 * same people. Master and agent answer with messages of their own, whose fields have the same
 * names.
 *
 * @param prototype the empty answer
 */
public record FileCalls<R extends Message>(GuardedFiles files, R prototype) {

  /**
   * As {@link GuardedFiles#list}.
   *
   * @param call {@code Call.ListFiles} of either
   */
  public CompletionStage<R> list(Principal who, Message call) {
    return files
        .list(who, path(call))
        .thenApply(
            entries -> {
              List<FileInfo> infos = FileMessages.of(entries);
              Message.Builder list = part("list_files");
              infos.forEach(info -> list.addRepeatedField(field(list, "file_infos"), info));
              return answer("LIST_FILES", "list_files", list);
            });
  }

  /**
   * As {@link GuardedFiles#read}.
   *
   * @param call {@code Call.ReadFile} of either; without a length it means up to the end
   */
  public CompletionStage<R> read(Principal who, Message call) {
    FieldDescriptor length = field(call, "length");
    long bytes = call.hasField(length) ? (long) call.getField(length) : -1;
    long offset = (long) call.getField(field(call, "offset"));
    return files.read(who, path(call), offset, bytes).thenApply(this::page);
  }

  private static String path(Message call) {
    return (String) call.getField(field(call, "path"));
  }

  private R page(VirtualFiles.Page page) {
    ByteString data = UnsafeByteOperations.unsafeWrap(page.data());
    Message.Builder read = part("read_file");
    read.setField(field(read, "size"), page.size()).setField(field(read, "data"), data);
    return answer("READ_FILE", "read_file", read);
  }

  private Message.Builder part(String name) {
    Message.Builder response = prototype.newBuilderForType();
    return response.newBuilderForField(field(response, name));
  }

  @SuppressWarnings("unchecked") // a prototype's builder makes its own kind
  private R answer(String type, String name, Message.Builder part) {
    Message.Builder response = prototype.newBuilderForType();
    FieldDescriptor kind = field(response, "type");
    response.setField(kind, kind.getEnumType().findValueByName(type));
    return (R) response.setField(field(response, name), part.build()).build();
  }

  private static FieldDescriptor field(MessageOrBuilder message, String name) {
    return Objects.requireNonNull(message.getDescriptorForType().findFieldByName(name), name);
  }
}
