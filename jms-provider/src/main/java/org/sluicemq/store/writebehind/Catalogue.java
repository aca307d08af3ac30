// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.writebehind;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.sluicemq.store.BacklogRecord;

/**
 * The backlogs and branches that there are, with all that is durable, merged or not. Owned by
 * whoever leads the group; used by nobody else.
 */
final class Catalogue {

  private final Map<Integer, BacklogRecord> backlogs = new HashMap<>();
  private final Map<BacklogRecord.Identity, BacklogRecord> byIdentity = new HashMap<>();
  private final Set<String> branches = new HashSet<>();

  /** Begins anew. */
  void set(Collection<BacklogRecord> liveBacklogs, Collection<String> preparedBranches) {
    backlogs.clear();
    byIdentity.clear();
    branches.clear();
    liveBacklogs.forEach(this::create);
    branches.addAll(preparedBranches);
  }

  BacklogRecord backlog(int id) {
    return backlogs.get(id);
  }

  BacklogRecord with(BacklogRecord.Identity identity) {
    return byIdentity.get(identity);
  }

  Collection<BacklogRecord> backlogs() {
    return backlogs.values();
  }

  boolean isPrepared(String branch) {
    return branches.contains(branch);
  }

  /** Returns whether it is new. */
  boolean create(BacklogRecord backlog) {
    byIdentity.put(backlog.identity(), backlog);
    return !backlog.equals(backlogs.put(backlog.id(), backlog));
  }

  void drop(int id) {
    BacklogRecord gone = backlogs.remove(id);
    if (gone != null) {
      byIdentity.remove(gone.identity());
    }
  }

  void prepare(String branch) {
    branches.add(branch);
  }

  void resolve(String branch) {
    branches.remove(branch);
  }
}
