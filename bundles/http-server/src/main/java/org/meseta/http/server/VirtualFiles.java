package org.meseta.http.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.meseta.plugin.Blocking;

/**
 * Logs and sandboxes that a daemon shows under paths of their own, such as {@code /master/log}.
 * Nobody gets outside of what is attached: neither by dots nor by symbolic links, also when whoever
 * owns the files changes them meanwhile. Usable from any thread; nothing here blocks.
 *
 * <p>Stages fail with {@link HttpFailure}: 404 with an empty text for what is not there or outside,
 * 400 for what cannot be read.
 */
public final class VirtualFiles {

  /** How much is read at once, in bytes. */
  public static final int MAX_READ_BYTES = 16 * 4096;

  /** How many entries of a folder are listed. */
  public static final int MAX_ENTRIES = 20_000;

  private final Map<String, Path> attached = new ConcurrentHashMap<>();
  private final Blocking blocking;
  private final Supplier<? extends Map<String, Path>> more;

  /**
   * Shows what will be attached.
   *
   * @param blocking where files are touched
   */
  public VirtualFiles(Blocking blocking) {
    this(blocking, Map::of);
  }

  /**
   * Shows what will be attached, and what comes and goes by itself.
   *
   * @param blocking where files are touched
   * @param more asked on each look, on any thread; paths as in {@link #attach}, without slashes too
   *     many
   */
  public VirtualFiles(Blocking blocking, Supplier<? extends Map<String, Path>> more) {
    this.blocking = blocking;
    this.more = more;
  }

  /**
   * Shows a file or a folder with all that is below. The last one attached to a path counts.
   *
   * @param virtualPath starts with a slash
   * @param real need not exist yet; its parents must not belong to the owner of its content
   * @return detaches it
   */
  public AutoCloseable attach(String virtualPath, Path real) {
    if (!virtualPath.startsWith("/")) {
      throw new IllegalArgumentException("a virtual path starts with a slash: " + virtualPath);
    }
    String key = normal(virtualPath);
    attached.put(key, real);
    return () -> attached.remove(key, real);
  }

  /** What is attached where. */
  public SortedMap<String, Path> attached() {
    SortedMap<String, Path> all = new TreeMap<>(more.get());
    all.putAll(attached);
    return all;
  }

  /** What shows this path, the longest that does; empty if nothing does. */
  public Optional<Place> place(String virtualPath) {
    Map<String, Path> others = more.get();
    String path = normal(virtualPath);
    String prefix = path;
    while (!prefix.isEmpty()) {
      Path root = attached.getOrDefault(prefix, others.get(prefix));
      if (root != null) {
        return Optional.of(new Place(path, prefix, root));
      }
      prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('/')));
    }
    return Optional.empty();
  }

  /** What is in a folder, by path, at most {@link #MAX_ENTRIES}; nothing for a file. */
  public CompletionStage<List<FileEntry>> list(Place place) {
    return blocking.call(
        () -> {
          Shown shown = place.find();
          return shown.isDirectory() ? shown.list(place.path(), MAX_ENTRIES) : List.of();
        });
  }

  /**
   * Reads a part of a file.
   *
   * @param offset bytes from the start; -1 or beyond the end means the end
   * @param length bytes; -1 means up to the end; no more than {@link #MAX_READ_BYTES} are read
   */
  public CompletionStage<Page> read(Place place, long offset, long length) {
    return blocking.call(() -> page(place.find(), offset, length));
  }

  /** Finds a file to be sent whole. */
  public CompletionStage<Download> download(Place place) {
    return blocking.call(
        () -> {
          Shown shown = place.find();
          if (shown.isDirectory()) {
            throw new HttpFailure(400, "Cannot download a directory.\n");
          }
          try (SeekableByteChannel file = shown.open()) {
            return new Download(file.size(), shown::open);
          }
        });
  }

  /**
   * Something shown, whether it is there or not.
   *
   * @param path of it, virtual, without slashes too many
   * @param attached the path, or its start, that something is attached to
   * @param real what is attached there
   */
  public record Place(String path, String attached, Path real) {
    Shown find() throws IOException {
      return Shown.below(real, path.substring(attached.length()));
    }
  }

  /**
   * A file to be sent.
   *
   * @param size in bytes, when it was looked at
   */
  public record Download(long size, HttpAnswer.Opener opener) {}

  /**
   * A part of a file.
   *
   * @param offset where it starts
   * @param size of the whole file
   * @param data its bytes; not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Page(long offset, long size, byte[] data) {}

  private static Page page(Shown shown, long offset, long length) throws IOException {
    if (shown.isDirectory()) {
      throw new HttpFailure(400, "Cannot read a directory.\n");
    }
    try (SeekableByteChannel file = shown.open()) {
      long size = file.size();
      if (offset < 0 || offset >= size) {
        return new Page(size, size, new byte[0]);
      }
      long wanted = length < 0 ? size - offset : Math.min(length, size - offset);
      ByteBuffer data = ByteBuffer.allocate((int) Math.min(wanted, MAX_READ_BYTES));
      file.position(offset);
      int count = 0;
      while (count >= 0 && data.hasRemaining()) {
        count = file.read(data);
      }
      return new Page(offset, size, Arrays.copyOf(data.array(), data.position()));
    }
  }

  static HttpFailure notFound() {
    return new HttpFailure(404, "");
  }

  private static String normal(String path) {
    String single = path.contains("//") ? path.replaceAll("/+", "/") : path;
    return single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
  }
}
