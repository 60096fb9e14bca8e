package org.meseta.master.offers;

import java.util.List;
import org.meseta.protocol.v1.Resource;
import org.meseta.resources.Conversion;
import org.meseta.resources.Resources;

/**
 * What is left of accepted offers while their operations are performed one after the other.
 * Immutable.
 *
 * @param offered all that was in the offers
 * @param left what nothing has been launched with yet
 * @param shared shared volumes, launched with or not: one copy is enough for several tasks
 */
public record Remaining(Resources offered, Resources left, Resources shared) {

  /** Nothing has been done yet. */
  public static Remaining of(Resources offered) {
    return new Remaining(offered, offered, offered.shared());
  }

  /** What can be launched with. */
  public Resources available() {
    return left.nonShared().plus(shared);
  }

  /**
   * What is left when an operation has converted some of it.
   *
   * @throws org.meseta.resources.ResourceException if it is not there
   */
  public Remaining converted(Conversion conversion) {
    return new Remaining(
        offered,
        conversion.apply(left),
        shared.minus(conversion.before().shared()).plus(conversion.after().shared()));
  }

  /** What is left when something has been launched with {@code taken}, which is available. */
  public Remaining without(Resources taken) {
    return new Remaining(offered, left.minus(taken), shared);
  }

  /** The copies of shared volumes that {@code taken} needs and that were not offered. */
  public Resources lacking(Resources taken) {
    Resources copies = left.shared();
    Resources lacking = Resources.empty();
    for (Resource copy : taken.shared().toList()) {
      Resources one = Resources.of(List.of(copy));
      if (copies.contains(one)) {
        copies = copies.minus(one);
      } else {
        lacking = lacking.plus(one);
      }
    }
    return lacking;
  }

  /** What operations have made and nothing was launched with: nobody has declined that. */
  public Resources made() {
    return left.minus(offered);
  }

  /** What is left as it was offered. */
  public Resources declined() {
    return left.minus(made());
  }
}
