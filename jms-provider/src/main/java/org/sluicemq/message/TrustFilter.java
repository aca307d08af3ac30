// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.io.ObjectInputFilter;

/**
 * Watches one deserialization and remembers, for the error, what it refused. One use, one thread.
 */
final class TrustFilter implements ObjectInputFilter {
  private final TrustedClasses trusted;
  private final ObjectPolicy.Limits limits;
  private String refusal;

  TrustFilter(TrustedClasses trusted, ObjectPolicy.Limits limits) {
    this.trusted = trusted;
    this.limits = limits;
  }

  /** Returns why the deserialization was refused, or null when it was not. */
  String refusal() {
    return refusal;
  }

  @Override
  public Status checkInput(FilterInfo info) {
    if (trusted.everything()) {
      return Status.UNDECIDED;
    }
    if (info.depth() > limits.depth()) {
      return refuse("is nested deeper than " + limits.depth() + " objects");
    }
    if (info.references() > limits.references()) {
      return refuse("has more than " + limits.references() + " objects");
    }
    if (info.arrayLength() > limits.arrayLength()) {
      return refuse("has an array of " + info.arrayLength() + ", over " + limits.arrayLength());
    }
    Class<?> type = info.serialClass();
    if (type == null) {
      return Status.UNDECIDED;
    }
    return trusted.contains(type) ? Status.ALLOWED : refuseClass(type);
  }

  private Status refuseClass(Class<?> type) {
    refusal =
        "The object message holds a "
            + type.getTypeName()
            + ", which is not trusted: add the class or its package to "
            + ObjectPolicy.SETTING
            + " (now '"
            + trusted
            + "'), or set it to * when every sender is trusted";
    return Status.REJECTED;
  }

  private Status refuse(String what) {
    refusal =
        "The object in the object message "
            + what
            + ", the limit for classes trusted by name; "
            + ObjectPolicy.SETTING
            + "=* lifts it when every sender is trusted";
    return Status.REJECTED;
  }
}
