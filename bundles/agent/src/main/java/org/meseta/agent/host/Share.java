package org.meseta.agent.host;

/**
 * Which part of the host an agent offers where it is not told what it has: several agents of one
 * process do not offer the same things several times.
 *
 * @param number of the agent, from 1
 * @param of how many agents there are
 */
public record Share(int number, int of) {
  /** The only agent here. */
  public static final Share WHOLE = new Share(1, 1);

  public Share {
    if (number < 1 || number > of) {
      throw new IllegalArgumentException("there is no part " + number + " of " + of);
    }
  }

  /** An equal part, rounded down to three decimals, as all amounts have them. */
  double amount(double whole) {
    return Math.floor(whole * 1000 / of) / 1000;
  }

  /** An equal part, rounded down. */
  long amount(long whole) {
    return whole / of;
  }

  /** Where the part of a range begins that has so many numbers; the next part begins at its end. */
  long begin(long numbers) {
    return (number - 1) * numbers / of;
  }

  /** Where the part of a range ends that has so many numbers; not part of it. */
  long end(long numbers) {
    return number * numbers / of;
  }
}
