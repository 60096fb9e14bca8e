package org.meseta.resources;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * About how large a regular expression becomes when its repetitions are written out.
 *
 * @param atoms characters, classes and the like
 * @param depth of groups in each other
 */
record RegexSize(long atoms, int depth) {
  static final int MAX_DEPTH = 200;
  private static final long ENOUGH = 1L << 40;

  static RegexSize of(String regex) {
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

    Scan(String text) {
      this.text = text;
    }

    RegexSize run() {
      while (at < text.length()) {
        char next = text.charAt(at++);
        switch (next) {
          case '\\' -> escape();
          case '[' -> bracket();
          case '(' -> open();
          case ')' -> close();
          case '{' -> repeat();
          case '|', '*', '+', '?' -> {}
          default -> atom(1);
        }
      }
      while (!outer.isEmpty()) {
        close();
      }
      return new RegexSize(sum, depth);
    }

    private void atom(long size) {
      last = Math.min(size, ENOUGH);
      sum = Math.min(sum + last, ENOUGH);
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
          at += text.charAt(at) == '\\' ? 2 : 1;
        }
      }
      at++;
      atom(1);
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
