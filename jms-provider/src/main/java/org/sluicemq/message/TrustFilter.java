// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.util.function.LongSupplier;

/**
 * Watches one deserialization and remembers, for the error, what it refused. One use, one thread.
 */
final class TrustFilter implements ObjectInputFilter {
  private final TrustedClasses trusted;
  private final ObjectLimits limits;
  private final long bytes;
  private final LongSupplier nanoseconds;
  private final long started;
  private final ArrayClaims claims;
  private final HashCost hashCost;
  private String refusal;

  /**
   * Makes a filter for the deserialization that begins now.
   *
   * @param bytes how long the body is
   * @param nanoseconds a clock that only goes forward
   */
  TrustFilter(TrustedClasses trusted, ObjectLimits limits, long bytes, LongSupplier nanoseconds) {
    this.trusted = trusted;
    this.limits = limits;
    this.bytes = bytes;
    this.nanoseconds = nanoseconds;
    started = nanoseconds.getAsLong();
    claims = new ArrayClaims(bytes);
    hashCost = new HashCost(limits.references());
  }

  /** Returns why the deserialization was refused, or null when it was not. */
  String refusal() {
    return refusal;
  }

  @Override
  public Status checkInput(FilterInfo info) {
    if (info.depth() > limits.depth()) {
      return refuseSize("is nested deeper than " + limits.depth() + " objects", "depth");
    }
    if (info.references() > limits.references()) {
      return refuseSize("has more than " + limits.references() + " objects", "references");
    }
    if (info.arrayLength() > limits.arrayLength()) {
      return refuseSize("has an array of " + info.arrayLength() + " elements", "arrayLength");
    }
    if (limits.equals(ObjectLimits.NONE)) {
      return checkClass(info.serialClass());
    }
    if (info.arrayLength() > 0 && !claims.add(info.serialClass(), info.arrayLength())) {
      return refuseLength(info.arrayLength());
    }
    if ((nanoseconds.getAsLong() - started) / 1_000_000_000 >= limits.seconds()) {
      return refuseSize("takes more than " + limits.seconds() + " seconds to read", "seconds");
    }
    return checkClass(info.serialClass());
  }

  private Status checkClass(Class<?> type) {
    if (type == null || trusted.everything()) {
      return Status.UNDECIDED;
    }
    return trusted.contains(type) ? Status.ALLOWED : refuseClass(type);
  }

  /**
   * Looks at an object that has been read, before anybody uses it.
   *
   * @throws InvalidObjectException when it would take too long to hash
   */
  void checkRead(Object read) throws InvalidObjectException {
    if (!limits.equals(ObjectLimits.NONE) && !hashCost.add(read)) {
      refuseSize(
          "has a "
              + read.getClass().getTypeName()
              + " that leads to more than "
              + limits.references()
              + " objects, each counted as often as it is met, or to itself",
          "references");
      throw new InvalidObjectException(refusal);
    }
  }

  private Status refuseClass(Class<?> type) {
    refusal =
        "The object message holds a "
            + TrustedClasses.named(type).getTypeName()
            + ", which is not trusted: add the class or its package to "
            + ObjectPolicy.SETTING
            + " (now '"
            + trusted
            + "'), or set it to * when every sender is trusted";
    return Status.REJECTED;
  }

  private Status refuseSize(String what, String limit) {
    refusal =
        "The object in the object message "
            + what
            + ", which is over its limit: set "
            + limit
            + "=NUMBER in "
            + ObjectPolicy.LIMITS_SETTING
            + " when the sender is trusted";
    return Status.REJECTED;
  }

  private Status refuseLength(long arrayLength) {
    refusal =
        "The body of the object message claims an array of "
            + arrayLength
            + " elements, which with the arrays before it is more than its "
            + bytes
            + " bytes can hold: it is damaged, or made to use up memory";
    return Status.REJECTED;
  }
}
