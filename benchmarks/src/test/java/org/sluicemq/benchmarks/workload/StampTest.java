// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.sluicemq.benchmarks.workload.Stamp.DamagedBodyException;

class StampTest {

  @Test
  void stampIsReadAsItWasWritten() throws DamagedBodyException {
    byte[] body = Stamp.blankBody(1024);
    Stamp stamp = new Stamp(3, 41, 1234567890123L);
    stamp.writeTo(body);
    assertEquals(stamp, Stamp.readFrom(body));
  }

  @Test
  void everyDamagedByteIsNoticed() {
    byte[] body = Stamp.blankBody(64);
    new Stamp(1, 2, 3).writeTo(body);
    for (int i = 0; i < body.length; i++) {
      byte[] damaged = body.clone();
      damaged[i] ^= 1;
      assertThrows(DamagedBodyException.class, () -> Stamp.readFrom(damaged), "byte " + i);
    }
  }

  @Test
  void truncatedBodyIsNoticed() {
    assertThrows(DamagedBodyException.class, () -> Stamp.readFrom(new byte[Stamp.BYTES - 1]));
  }
}
