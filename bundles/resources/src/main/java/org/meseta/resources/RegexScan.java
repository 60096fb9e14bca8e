package org.meseta.resources;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has to be known of a regular expression before RE2/J is trusted with it.
 *
 * @param atoms characters, classes and the like when its repetitions are written out
 * @param depth of groups in each other
 * @param lateFlags whether flags such as {@code (?i)} stand elsewhere than at its beginning
 * @param foldsOther whether case is to be ignored, and other characters than ASCII are named
 */
record RegexScan(long atoms, int depth, boolean lateFlags, boolean foldsOther) {
  static final int MAX_DEPTH = 200;
  private static final long ENOUGH = 1L << 40;
  private static final int MAX_ASCII = 0x7f;
  private static final String FLAGS = "imsU-";

  /** What may stand behind a backslash for characters beyond ASCII. */
  private static final String BY_NUMBER_OR_PROPERTY = "xpP01234567";

  static RegexScan of(String regex) {
    return new Scan(regex).run();
  }

  /** Passes over the expression once; what is not valid it counts somehow. */
  private static final class Scan {
    private final String text;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long sum;
    private long last;
    private int depth;
    private int at;
    private boolean begun;
    private boolean lateFlags;
    private boolean folds;
    private boolean other;

    Scan(String text) {
      this.text = text;
    }

    RegexScan run() {
      other = text.chars().anyMatch(c -> c > MAX_ASCII);
      while (at < text.length()) {
        char next = text.charAt(at++);
        switch (next) {
          case '\\' -> escape();
          case '[' -> bracket();
          case '(' -> group();
          case ')' -> close();
          case '{' -> repeat();
          case '|', '*', '+', '?' -> begun = true;
          default -> atom(1);
        }
      }
      while (!outer.isEmpty()) {
        close();
      }
      return new RegexScan(sum, depth, lateFlags, folds && other);
    }

    private void atom(long size) {
      begun = true;
      last = Math.min(size, ENOUGH);
      sum = Math.min(sum + last, ENOUGH);
    }

    /**
     * Of flags for what follows nothing is counted, but what repeats them repeats what is before.
     */
    private void group() {
      int end = at + 1;
      while (text.startsWith("?", at) && end < text.length() && isFlag(text.charAt(end))) {
        folds |= text.charAt(end) == 'i';
        end++;
      }
      if (text.startsWith("?", at) && text.startsWith(")", end)) {
        lateFlags |= begun;
        at = end + 1;
      } else {
        begun = true;
        open();
      }
    }

    private static boolean isFlag(char c) {
      return FLAGS.indexOf(c) >= 0;
    }

    private void open() {
      outer.push(sum);
      depth = Math.max(depth, outer.size());
      sum = 0;
      last = 0;
    }

    private void close() {
      long group = Math.max(sum, 1);
      sum = outer.isEmpty() ? 0 : outer.pop();
      atom(group);
    }

    private void escape() {
      char what = at < text.length() ? text.charAt(at++) : '\\';
      other |= BY_NUMBER_OR_PROPERTY.indexOf(what) >= 0;
      if (what == 'Q') {
        int end = text.indexOf("\\E", at);
        int until = end < 0 ? text.length() : end;
        atom(Math.max(0, until - at));
        last = 1;
        at = end < 0 ? until : end + 2;
      } else {
        boolean braces = (what == 'x' || what == 'p' || what == 'P') && text.startsWith("{", at);
        at = braces ? after("}") : at;
        atom(1);
      }
    }

    /** A class of characters: a bracket that comes first in it is one of them. */
    private void bracket() {
      at += text.startsWith("^", at) ? 1 : 0;
      boolean first = true;
      while (at < text.length() && (first || text.charAt(at) != ']')) {
        first = false;
        if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
          at = text.indexOf(":]", at) + 2;
        } else {
          at += text.charAt(at) == '\\' ? escapeInBracket() : 1;
        }
      }
      at++;
      atom(1);
    }

    private int escapeInBracket() {
      boolean named = at + 1 < text.length();
      other |= named && BY_NUMBER_OR_PROPERTY.indexOf(text.charAt(at + 1)) >= 0;
      return 2;
    }

    private int after(String end) {
      int found = text.indexOf(end, at);
      return found < 0 ? text.length() : found + end.length();
    }

    /** What comes before is there as often as the larger number says. */
    private void repeat() {
      int end = text.indexOf('}', at);
      long times = end < 0 ? -1 : times(text.substring(at, end));
      if (times < 0) {
        atom(1);
      } else {
        at = end + 1;
        long once = last;
        atom(once > ENOUGH / Math.max(times, 1) ? ENOUGH : once * Math.max(times - 1, 0));
        last = Math.min(once + last, ENOUGH);
      }
    }

    /** Negative if it is no count but text. */
    private static long times(String inside) {
      long most = -1;
      for (String number : inside.split(",", -1)) {
        if (!number.isEmpty() && number.chars().allMatch(c -> c >= '0' && c <= '9')) {
          most = Math.max(most, number.length() > 6 ? ENOUGH : Long.parseLong(number));
        } else if (!number.isEmpty() || most < 0) {
          return -1;
        }
      }
      return most;
    }
  }
}
