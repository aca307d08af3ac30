// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.sluicemq.crash.CrowdLedger.Sent;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.MessageType;
import org.sluicemq.store.MessageKey;
import org.sluicemq.store.StoredMessage;
import org.sluicemq.store.h2.OlderStore;
import org.sluicemq.store.journal.Disk;

/** Messages that an older version of the provider left in its store. */
final class OlderMessages {

  private static final int COUNT = 30;

  private OlderMessages() {}

  /** Writes a store of the first version; returns what is in it. */
  static List<Sent> write(Disk disk, Random random) throws Exception {
    List<StoredMessage> messages = new ArrayList<>();
    List<Sent> sent = new ArrayList<>();
    String queue = OlderStore.ORDERS.address().name();
    for (int i = 1; i <= COUNT; i++) {
      byte[] body = new byte[i % 15 == 0 ? 100_000 : random.nextInt(2000)];
      random.nextBytes(body);
      String id = "older-" + i;
      Envelope envelope =
          Envelope.builder(MessageType.BYTES, OlderStore.ORDERS.address())
              .messageId("ID:" + id)
              .priority(4)
              .timestamp(1_700_000_000_000L + i)
              .properties(
                  Map.of("id", id, "tag", "older", "n", (long) i, "crc", BrokerLife.checksum(body)))
              .body(body)
              .build();
      messages.add(new StoredMessage(MessageKey.of(OlderStore.ORDERS.id(), 4, i), envelope, 0));
      sent.add(new Sent(id, "older", i, Set.of(queue)));
    }
    OlderStore.write(disk, CrowdLife.DIRECTORY, messages);
    return sent;
  }
}
