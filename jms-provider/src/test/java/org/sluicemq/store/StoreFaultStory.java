// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.sluicemq.store.h2.StoreWorkload;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.FaultSweep;
import org.sluicemq.store.journal.FaultyDisk;
import org.sluicemq.store.journal.PowerLoss;
import org.sluicemq.store.journal.SimulatedDisk;

/**
 * Two sessions on a store that was killed before, or that is new: recovery, sends,
 * acknowledgements, branches, backlogs that come and go, merges, two clean closes. Once something
 * fails, whoever calls is told clearly, and what a good disk shows afterwards is what was promised.
 *
 * @param <S> the store
 */
public abstract class StoreFaultStory<S extends MessageStore> implements FaultSweep.Story {

  private static final int STEPS = 6;
  private static final int CALLS_AFTERWARDS = 3;

  private final StoreWorkload work;
  private final Beginning beginning;

  /** What the first session finds. */
  public enum Beginning {
    /** Nothing, not even the directory. */
    NEW,
    /** A store that was killed. */
    KILLED
  }

  protected StoreFaultStory(StoreWorkload work, Beginning beginning) {
    this.work = work;
    this.beginning = beginning;
  }

  /** Opens the store, the same whatever the disk. */
  protected abstract S open(Disk disk) throws StoreException;

  /** Does what waits for a thread of the store. */
  protected abstract void mergeNow();

  @Override
  public SimulatedDisk begin() throws StoreException {
    SimulatedDisk disk = new SimulatedDisk();
    if (beginning == Beginning.NEW) {
      return disk;
    }
    S store = open(disk);
    work.check(store);
    for (int i = 0; i < STEPS; i++) {
      work.step(store);
    }
    disk.losePowerAfter(0);
    closeAfterFailure(store);
    return disk.afterPowerLoss(PowerLoss.NONE_LOST, new Random(1));
  }

  @Override
  public void work(FaultyDisk disk) throws StoreException {
    for (int session = 0; session < 2 && !disk.hasFailed(); session++) {
      S store = null;
      try {
        store = open(disk);
        session(store);
        S closing = store;
        store = null;
        closing.close();
      } catch (StoreException e) {
        lookAt(e, disk, store);
      }
    }
  }

  private void session(S store) throws StoreException {
    work.check(store);
    for (int i = 0; i < STEPS; i++) {
      work.step(store);
      mergeNow();
    }
    work.flush(store);
    work.step(store);
  }

  private void lookAt(StoreException e, FaultyDisk disk, S store) throws StoreException {
    if (!disk.hasFailed()) {
      throw e;
    }
    assertTrue(e.getMessage().contains("store"), e.getMessage());
    if (store != null) {
      for (int i = 0; i < CALLS_AFTERWARDS; i++) {
        goOnOrBeRefused(store);
      }
      closeAfterFailure(store);
    }
  }

  private void goOnOrBeRefused(S store) {
    try {
      work.step(store);
      mergeNow();
    } catch (StoreException e) {
      String said = e.getMessage();
      assertTrue(
          said.contains("restart") || said.contains("recovered") || said.contains("backup"), said);
    }
  }

  private void closeAfterFailure(S store) {
    try {
      store.close();
    } catch (StoreException e) {
      assertTrue(e.getMessage().contains("store"), e.getMessage());
    }
  }

  @Override
  public void verify(SimulatedDisk disk) throws StoreException {
    try (S store = open(disk)) {
      work.check(store);
      work.step(store);
      work.flush(store);
    }
    try (S store = open(disk)) {
      work.check(store);
    }
  }
}
