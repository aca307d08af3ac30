// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.Uid;
import com.arjuna.ats.arjuna.exceptions.ObjectStoreException;
import com.arjuna.ats.arjuna.state.OutputObjectState;
import com.arjuna.ats.internal.arjuna.objectstore.ShadowNoFileLockStore;

/**
 * The transaction manager's own log, with a crash point before and after each write and removal.
 * The transaction manager makes it, by its name; so what it counts with is given to the class.
 */
public final class CountedLog extends ShadowNoFileLockStore {

  private static CrashPoints points;
  private static boolean forgetful;

  /**
   * Called by the transaction manager.
   *
   * @param settings where the log is
   * @throws ObjectStoreException if it cannot be opened
   */
  public CountedLog(ObjectStoreEnvironmentBean settings) throws ObjectStoreException {
    super(settings);
  }

  /** Says who counts, and whether what is written is silently dropped; before the first use. */
  static void countWith(CrashPoints counting, boolean dropsWrites) {
    points = counting;
    forgetful = dropsWrites;
  }

  @Override
  public boolean write_committed(Uid id, String type, OutputObjectState state)
      throws ObjectStoreException {
    points.passStep("before write of the log");
    boolean done = forgetful || super.write_committed(id, type, state);
    points.passStep("after write of the log");
    return done;
  }

  @Override
  public boolean remove_committed(Uid id, String type) throws ObjectStoreException {
    points.passStep("before removal from the log");
    boolean done = forgetful || super.remove_committed(id, type);
    points.passStep("after removal from the log");
    return done;
  }
}
