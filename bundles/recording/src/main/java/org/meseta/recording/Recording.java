package org.meseta.recording;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.meseta.recording.proto.Header;
import org.meseta.recording.proto.Step;

/**
 * A recording that is read from its start, as far as it was written when it was opened. All of it
 * was looked through by then: no damage comes up while it is read.
 */
public final class Recording implements Closeable {
  private final Path file;
  private final InputStream in;
  private final Frames frames;
  private final boolean whole;
  private final Header header;

  private Recording(Path file, InputStream in, Frames frames, boolean whole) throws IOException {
    this.file = file;
    this.in = in;
    this.frames = frames;
    this.whole = whole;
    byte[] first =
        frames
            .next()
            .orElseThrow(() -> new IOException(file + " is a recording that has only begun"));
    try {
      this.header = Header.parseFrom(first);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(file + " is no recording", e);
    }
  }

  /**
   * Opens a file and looks whether it is damaged.
   *
   * @throws IOException if it cannot be read, is damaged or is no recording that this version can
   *     read; the message names the file
   */
  public static Recording open(Path file) throws IOException {
    long size = Files.size(file);
    Frames all;
    try (InputStream in = bytes(file)) {
      all = new Frames(file, in, size);
      while (all.next().isPresent()) {
        // sound so far
      }
    }
    InputStream in = bytes(file);
    try {
      return new Recording(file, in, new Frames(file, in, all.offset()), all.isEnded());
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static InputStream bytes(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  /** Name of the allocator that was recorded. */
  public String allocator() {
    return header.getAllocator();
  }

  /** Bundle and version of that allocator. */
  public String origin() {
    return header.getOrigin();
  }

  /** Whether it was ended in order; else its master has died, or it is still being made. */
  public boolean isWhole() {
    return whole;
  }

  Header header() {
    return header;
  }

  /** The next step; empty at the end. */
  Optional<Step> next() throws IOException {
    Optional<byte[]> next = frames.next();
    if (next.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Step.parseFrom(next.get()));
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(file + " has a step that cannot be read", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
