// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.sluicemq.message.ObjectPolicy;

/** What a connection is made with. */
class ClientSettingsTest {

  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final LongSupplier TICKS = () -> 7;

  private final ClientSettings settings =
      ClientSettings.DEFAULTS
          .withClientId("desk")
          .withUserName("clerk")
          .withClock(CLOCK)
          .withTicks(TICKS);

  @Test
  void changeOfOneSettingKeepsTheOthers() {
    assertEquals(
        new ClientSettings("desk", "clerk", ObjectPolicy.STANDARD, CLOCK, TICKS), settings);
    assertEquals("other", settings.withClientId("other").clientId());
    assertEquals("clerk", settings.withClientId("other").userName());
    assertEquals("other", settings.withUserName("other").userName());
    assertEquals("desk", settings.withUserName("other").clientId());
    ClientSettings same = settings.withObjectPolicy(ObjectPolicy.STANDARD);
    assertEquals(settings, same);
    assertSame(TICKS, same.ticks());
  }

  @Test
  void emptyClientIdentifierOrUserNameStandsForNone() {
    assertNull(settings.withClientId("").clientId());
    assertNull(settings.withClientId(null).clientId());
    assertNull(settings.withUserName("").userName());
    assertNull(settings.withUserName(null).userName());
  }

  @Test
  void nothingElseMayBeMissing() {
    assertThrows(NullPointerException.class, () -> settings.withObjectPolicy(null));
    assertThrows(NullPointerException.class, () -> settings.withClock(null));
    assertThrows(NullPointerException.class, () -> settings.withTicks(null));
  }
}
