// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.io.ObjectInputFilter;

/**
 * Watches one deserialization and remembers, for the error, what it refused. One use, one thread.
 */
final class TrustFilter implements ObjectInputFilter {
  /**
   * An element of an array takes a byte at least, and the collections of the JDK make their inner
   * arrays up to eight times as long as they have elements.
   */
  private static final int ELEMENTS_IN_A_BYTE = 16;

  private static final int SMALL_ARRAY = 1024;

  private final TrustedClasses trusted;
  private final ObjectLimits limits;
  private final long bytes;
  private String refusal;

  TrustFilter(TrustedClasses trusted, ObjectLimits limits, long bytes) {
    this.trusted = trusted;
    this.limits = limits;
    this.bytes = bytes;
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
    if (isLie(info.arrayLength())) {
      return refuseLength(info.arrayLength());
    }
    return checkClass(info.serialClass());
  }

  private Status checkClass(Class<?> type) {
    if (type == null || trusted.everything()) {
      return Status.UNDECIDED;
    }
    return trusted.contains(type) ? Status.ALLOWED : refuseClass(type);
  }

  /** A few bytes must not claim the heap: an array is made before its elements are read. */
  private boolean isLie(long arrayLength) {
    return !limits.equals(ObjectLimits.NONE)
        && arrayLength > SMALL_ARRAY
        && arrayLength / ELEMENTS_IN_A_BYTE > bytes;
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
            + " elements, which its "
            + bytes
            + " bytes cannot hold: it is damaged, or made to use up memory";
    return Status.REJECTED;
  }
}
