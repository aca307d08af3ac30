// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.ConnectionMetaData;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** What a connection tells of the provider (section 6.1.6). Immutable. */
final class ConnectionFacts implements ConnectionMetaData {

  private static final int JMS_MAJOR = 3;
  private static final int JMS_MINOR = 1;
  private static final List<String> JMSX =
      List.of("JMSXDeliveryCount", "JMSXGroupID", "JMSXGroupSeq");

  private final String version;
  private final int major;
  private final int minor;

  ConnectionFacts(String version) {
    this.version = version;
    String[] parts = version.split("[^0-9]+", 3);
    major = number(parts, 0);
    minor = number(parts, 1);
  }

  /** The facts of this build; its version is the jar's. */
  static ConnectionFacts ofThisBuild() {
    String version = ConnectionFacts.class.getPackage().getImplementationVersion();
    return new ConnectionFacts(version == null ? "0.0" : version);
  }

  private static int number(String[] parts, int at) {
    return at < parts.length && !parts[at].isEmpty() ? Integer.parseInt(parts[at]) : 0;
  }

  @Override
  public String getJMSVersion() {
    return JMS_MAJOR + "." + JMS_MINOR;
  }

  @Override
  public int getJMSMajorVersion() {
    return JMS_MAJOR;
  }

  @Override
  public int getJMSMinorVersion() {
    return JMS_MINOR;
  }

  @Override
  public String getJMSProviderName() {
    return "Sluice";
  }

  @Override
  public String getProviderVersion() {
    return version;
  }

  @Override
  public int getProviderMajorVersion() {
    return major;
  }

  @Override
  public int getProviderMinorVersion() {
    return minor;
  }

  @Override
  public Enumeration<String> getJMSXPropertyNames() {
    return Collections.enumeration(JMSX);
  }
}
