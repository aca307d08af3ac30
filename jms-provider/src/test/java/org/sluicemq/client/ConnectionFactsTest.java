// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Section 6.1.6: the version that a connection tells. */
class ConnectionFactsTest {

  private static void assertVersion(int major, int minor, String version) {
    ConnectionFacts facts = new ConnectionFacts(version);
    assertEquals(version, facts.getProviderVersion());
    assertEquals(major, facts.getProviderMajorVersion());
    assertEquals(minor, facts.getProviderMinorVersion());
  }

  @Test
  void numbersAreReadFromTheVersionAsFarAsItHasThem() {
    assertVersion(3, 12, "3.12.7-SNAPSHOT");
    assertVersion(3, 12, "3.12");
    assertVersion(3, 0, "3");
    assertVersion(3, 0, "3-SNAPSHOT");
    assertVersion(0, 0, "unknown");
  }

  @Test
  void buildWithoutAManifestHasAVersionAsWell() {
    assertEquals("0.0", ConnectionFacts.ofThisBuild().getProviderVersion());
  }
}
