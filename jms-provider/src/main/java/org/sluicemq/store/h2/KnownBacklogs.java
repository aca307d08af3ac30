// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.h2;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sluicemq.store.BacklogRecord;

/**
 * The backlogs that the table holds, so that a batch can be checked and a message named without a
 * query. Changed by the writing thread only, after its commit; read by any.
 */
final class KnownBacklogs {

  private final Map<Integer, BacklogRecord> live = new ConcurrentHashMap<>();
  private final Map<BacklogRecord.Identity, BacklogRecord> byIdentity = new ConcurrentHashMap<>();
  private final Set<Integer> dropped = ConcurrentHashMap.newKeySet();

  void created(BacklogRecord backlog) {
    dropped.remove(backlog.id());
    live.put(backlog.id(), backlog);
    byIdentity.put(backlog.identity(), backlog);
  }

  /** The backlog is gone for everyone; its messages are still to be swept away. */
  void dropped(int id) {
    BacklogRecord gone = live.remove(id);
    if (gone != null) {
      byIdentity.remove(gone.identity());
    }
    dropped.add(id);
  }

  void swept(int id) {
    dropped.remove(id);
  }

  List<BacklogRecord> all() {
    return List.copyOf(live.values());
  }

  BacklogRecord get(int id) {
    return live.get(id);
  }

  BacklogRecord with(BacklogRecord.Identity identity) {
    return byIdentity.get(identity);
  }

  boolean isDropped(int id) {
    return dropped.contains(id);
  }

  Collection<Integer> dropped() {
    return dropped;
  }

  /** Names a backlog for a person. */
  String name(int id) {
    BacklogRecord backlog = live.get(id);
    if (backlog == null) {
      return "backlog " + id;
    }
    String subscription =
        backlog.subscription() == null
            ? ""
            : "subscription '" + backlog.subscription().name() + "' of ";
    return subscription
        + backlog.address().kind().name().toLowerCase(java.util.Locale.ROOT)
        + " '"
        + backlog.address().name()
        + "'";
  }
}
