// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.tck;

/**
 * A test of the TCK and how it went.
 *
 * @param testClass the full name of its class
 * @param name the test method
 * @param seconds how long it took
 * @param failure what went wrong; empty when it passed
 */
record TestResult(String testClass, String name, double seconds, String failure) {
  private static final String ROOT = "com.sun.ts.tests.jms.";

  boolean passed() {
    return failure.isEmpty();
  }

  /** The part of the TCK it belongs to, which is one test class: its package below the root. */
  String group() {
    String packageName = testClass.substring(0, Math.max(0, testClass.lastIndexOf('.')));
    return packageName.startsWith(ROOT) ? packageName.substring(ROOT.length()) : packageName;
  }

  /** The part of the TCK its group belongs to. */
  String area() {
    String group = group();
    int end = group.lastIndexOf('.');
    return end < 0 ? group : group.substring(0, end);
  }
}
