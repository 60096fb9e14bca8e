package org.meseta.testkit.cluster.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.meseta.plugin.Clock;

/** Writes down what happens: counts it, keeps the last of it, makes a digest of all of it. */
public final class Journal {
  private static final TextFormat.Printer TEXT = TextFormat.printer().emittingSingleLine(true);
  private static final int LONGEST_LINE = 2000;

  private final Clock clock;
  private final long start;
  private final int kept;
  private final Deque<Entry> last = new ArrayDeque<>();
  private final MessageDigest digest;
  private final SortedMap<String, Integer> faults = new TreeMap<>();
  private final List<Consumer<Occurrence>> readers = new ArrayList<>();
  private int events;

  /**
   * An empty one.
   *
   * @param kept how many of the last occurrences are kept in full
   */
  public Journal(Clock clock, int kept) {
    this.clock = clock;
    this.start = clock.nanoTime();
    this.kept = kept;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells somebody of all that happens from now on. */
  public void follow(Consumer<Occurrence> reader) {
    readers.add(reader);
  }

  /** Something has happened. */
  public void add(Occurrence occurrence) {
    Entry entry = new Entry(clock.nanoTime() - start, occurrence);
    if (occurrence instanceof Occurrence.Fault fault) {
      faults.merge(fault.name(), 1, Integer::sum);
    } else {
      events++;
    }
    entry.into(digest);
    last.add(entry);
    if (last.size() > kept) {
      last.remove();
    }
    readers.forEach(reader -> reader.accept(occurrence));
  }

  /** How much has happened, faults left out. */
  public int events() {
    return events;
  }

  /** How many faults there were, by name. */
  public SortedMap<String, Integer> faults() {
    return faults;
  }

  /** How many faults there were. */
  public int faultCount() {
    return faults.values().stream().mapToInt(i -> i).sum();
  }

  /** Stands for all that has happened, with times and every byte; asked once, at the end. */
  public String digest() {
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  /** The last occurrences, a line each. */
  public List<String> tail() {
    return last.stream().map(Entry::text).toList();
  }

  private record Entry(long nanos, Occurrence occurrence) {

    void into(MessageDigest digest) {
      digest.update((nanos + occurrence.who() + occurrence.what()).getBytes(UTF_8));
      occurrence.message().map(Message::toByteArray).ifPresent(digest::update);
    }

    String text() {
      String said = occurrence.message().map(TEXT::printToString).map(m -> ": " + m).orElse("");
      String line = occurrence.who() + " " + occurrence.what() + said;
      String shown = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
      return "%11.6f %s".formatted(nanos / 1e9, shown);
    }
  }
}
