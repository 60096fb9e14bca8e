package org.meseta.http.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.meseta.http.server.VirtualFiles.Download;
import org.meseta.http.server.VirtualFiles.Page;
import org.meseta.http.server.VirtualFiles.Place;
import org.meseta.plugin.authorizer.Principal;

/**
 * {@link VirtualFiles} for those who may look at them. Usable from any thread; nothing here blocks.
 *
 * <p>Stages fail with {@link HttpFailure}: 403 for who may not look, else as those of the files.
 * What nothing attached shows is 404 for everybody.
 */
public final class GuardedFiles {
  /** What {@link Access} is asked about for the list of all that is attached. */
  public static final String DEBUG = "/files/debug";

  private final VirtualFiles files;
  private final Access access;

  /** Whether somebody may look at something. */
  @FunctionalInterface
  public interface Access {
    /**
     * Called on a thread of the server; must not block.
     *
     * @param attached the path of what is attached and shows what was asked for, exactly as it was
     *     attached; or {@value #DEBUG}
     */
    CompletionStage<Boolean> permits(Principal principal, String attached);
  }

  /** These files, for those whom the access permits. */
  public GuardedFiles(VirtualFiles files, Access access) {
    this.files = files;
    this.access = access;
  }

  /** As {@link VirtualFiles#list}. */
  public CompletionStage<List<FileEntry>> list(Principal who, String path) {
    return permitted(who, path, files::list);
  }

  /** As {@link VirtualFiles#read}. */
  public CompletionStage<Page> read(Principal who, String path, long offset, long length) {
    return permitted(who, path, place -> files.read(place, offset, length));
  }

  /** As {@link VirtualFiles#download}. */
  public CompletionStage<Download> download(Principal who, String path) {
    return permitted(who, path, files::download);
  }

  /** What is attached where. */
  public CompletionStage<SortedMap<String, Path>> attached(Principal who) {
    return asked(who, DEBUG, () -> CompletableFuture.completedStage(files.attached()));
  }

  private <T> CompletionStage<T> permitted(
      Principal who, String path, Function<Place, CompletionStage<T>> action) {
    Optional<Place> place = files.place(path);
    return place.isEmpty()
        ? CompletableFuture.failedStage(VirtualFiles.notFound())
        : asked(who, place.get().attached(), () -> action.apply(place.get()));
  }

  private <T> CompletionStage<T> asked(
      Principal who, String attached, Supplier<CompletionStage<T>> action) {
    return access
        .permits(who, attached)
        .thenCompose(
            yes ->
                yes
                    ? action.get()
                    : CompletableFuture.failedStage(new HttpFailure(403, "403 Forbidden.")));
  }
}
