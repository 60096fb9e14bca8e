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
 * A recording that is read from its start. What a crash has left half written at its end counts
 * not.
 */
public final class Recording implements Closeable {
  private final Path file;
  private final InputStream in;
  private final Header header;

  private Recording(Path file, InputStream in, Header header) {
    this.file = file;
    this.in = in;
    this.header = header;
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it cannot be read or is no recording that this version can read; the
   *     message names the file
   */
  public static Recording open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      Header header = Header.parseDelimitedFrom(in);
      if (header == null || header.getVersion() != Headers.VERSION) {
        throw new IOException(file + " is no recording, or one of another version");
      }
      return new Recording(file, in, header);
    } catch (InvalidProtocolBufferException e) {
      in.close();
      throw new IOException(file + " is no recording", e);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Name of the allocator that was recorded. */
  public String allocator() {
    return header.getAllocator();
  }

  /** Bundle and version of that allocator. */
  public String origin() {
    return header.getOrigin();
  }

  Header header() {
    return header;
  }

  /** The next step; empty at the end. */
  Optional<Step> next() throws IOException {
    try {
      return Optional.ofNullable(Step.parseDelimitedFrom(in));
    } catch (InvalidProtocolBufferException e) {
      if (in.read() < 0) {
        return Optional.empty();
      }
      throw new IOException(file + " is damaged", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
