package org.meseta.http.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import org.meseta.plugin.Blocking;

/**
 * Logs and sandboxes that a daemon shows under paths of their own, such as {@code /master/log}.
 * Nobody gets outside of what is attached: neither by dots nor by symbolic links, also when whoever
 * owns the files changes them meanwhile. Usable from any thread; nothing here blocks.
 *
 * <p>Stages fail with {@link HttpFailure}: 404 with an empty text for what is not there, not
 * attached or outside, 400 for what cannot be read.
 */
public final class VirtualFiles {

  /** How much is read at once, in bytes. */
  public static final int MAX_READ_BYTES = 16 * 4096;

  /** How many entries of a folder are listed. */
  public static final int MAX_ENTRIES = 20_000;

  private final NavigableMap<String, Path> attached = new ConcurrentSkipListMap<>();
  private final Blocking blocking;

  /**
   * @param blocking where files are touched
   */
  public VirtualFiles(Blocking blocking) {
    this.blocking = blocking;
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
    return Collections.unmodifiableSortedMap(new TreeMap<>(attached));
  }

  /** What is in a folder, by path, at most {@link #MAX_ENTRIES}; nothing for a file. */
  public CompletionStage<List<FileEntry>> list(String virtualPath) {
    return blocking.call(
        () -> {
          Shown shown = find(virtualPath);
          return shown.isDirectory() ? shown.list(normal(virtualPath), MAX_ENTRIES) : List.of();
        });
  }

  /**
   * Reads a part of a file.
   *
   * @param offset bytes from the start; -1 or beyond the end means the end
   * @param length bytes; -1 means up to the end; no more than {@link #MAX_READ_BYTES} are read
   */
  public CompletionStage<Page> read(String virtualPath, long offset, long length) {
    return blocking.call(() -> page(find(virtualPath), offset, length));
  }

  /** Finds a file to be sent whole. */
  public CompletionStage<Download> download(String virtualPath) {
    return blocking.call(
        () -> {
          Shown shown = find(virtualPath);
          if (shown.isDirectory()) {
            throw new HttpFailure(400, "Cannot download a directory.\n");
          }
          try (SeekableByteChannel file = shown.open()) {
            long size = file.size();
            return new Download(size, out -> shown.copy(size, out));
          }
        });
  }

  /**
   * A file to be sent.
   *
   * @param size in bytes, when it was looked at; so many are sent
   */
  public record Download(long size, HttpAnswer.BodyWriter body) {}

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

  private Shown find(String virtualPath) throws IOException {
    String path = normal(virtualPath);
    String prefix = path;
    while (!prefix.isEmpty()) {
      Path root = attached.get(prefix);
      if (root != null) {
        return Shown.below(root, path.substring(prefix.length()));
      }
      prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('/')));
    }
    throw notFound();
  }

  static HttpFailure notFound() {
    return new HttpFailure(404, "");
  }

  private static String normal(String path) {
    String single = path.contains("//") ? path.replaceAll("/+", "/") : path;
    return single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
  }
}
