package org.meseta.containerizer.launcher;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The words of shells and C libraries for the signals that end a process, on Linux. */
final class SignalNames {
  private static final int FIRST_REALTIME = 34;
  private static final int LAST = 64;
  private static final Map<String, Integer> NUMBERS = numbers();

  private SignalNames() {}

  /** The signal whose name {@code text} starts with; the longest name counts. */
  static Optional<Integer> at(String text) {
    return NUMBERS.keySet().stream()
        .filter(text::startsWith)
        .max((a, b) -> Integer.compare(a.length(), b.length()))
        .map(NUMBERS::get);
  }

  private static Map<String, Integer> numbers() {
    Map<String, Integer> names = new HashMap<>();
    put(names, 1, "Hangup");
    put(names, 2, "Interrupt");
    put(names, 3, "Quit");
    put(names, 4, "Illegal instruction");
    put(names, 5, "Trace/breakpoint trap", "Trace/BPT trap");
    put(names, 6, "Aborted", "Abort", "Abort trap");
    put(names, 7, "Bus error");
    put(names, 8, "Floating point exception", "Arithmetic exception");
    put(names, 9, "Killed");
    put(names, 10, "User defined signal 1", "User signal 1");
    put(names, 11, "Segmentation fault");
    put(names, 12, "User defined signal 2", "User signal 2");
    put(names, 13, "Broken pipe");
    put(names, 14, "Alarm clock");
    put(names, 15, "Terminated");
    put(names, 16, "Stack fault");
    put(names, 24, "CPU time limit exceeded", "CPU limit", "Cputime limit exceeded");
    put(names, 25, "File size limit exceeded", "Filesize limit exceeded", "File limit");
    put(names, 26, "Virtual timer expired", "Alarm (virtual)", "Virtual timer");
    put(names, 27, "Profiling timer expired", "Alarm (profile)", "Profiling timer");
    put(names, 29, "I/O possible", "I/O ready");
    put(names, 30, "Power failure", "power failure imminent");
    put(names, 31, "Bad system call");
    for (int signal = 32; signal <= LAST; signal++) {
      put(names, signal, "RT" + signal, "Unknown signal " + signal, "Signal " + signal);
    }
    for (int signal = FIRST_REALTIME; signal <= LAST; signal++) {
      put(names, signal, "Real-time signal " + (signal - FIRST_REALTIME));
    }
    return Map.copyOf(names);
  }

  private static void put(Map<String, Integer> names, int signal, String... words) {
    for (String word : words) {
      names.put(word, signal);
    }
  }
}
