// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import jakarta.jms.JMSException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.XAConnection;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.LocalDisk;
import org.sluicemq.store.journal.PowerLoss;

/**
 * The process that is halted: a broker, a transaction manager and a business database, from its
 * start to its point. What it tells on its standard output, beside what {@link Worker} and {@link
 * CrashPoints} tell:
 *
 * <pre>
 *   passes N           recovery has made so many passes
 *   doubt WHERE WHAT   that is still in doubt after them
 *   outgoing ID, incoming ID, waiting ID   rows and messages that are there
 *   money N            what all accounts hold
 *   held N             bytes that the broker holds for messages when it has none any more
 *   counted            the inventory is told
 *   finished           it has stopped as it should
 * </pre>
 */
public final class Life {

  /**
   * More passes than recovery may need: one for each branch that H2 may have in doubt, and some.
   */
  private static final int MOST_PASSES = 2 * Database.ACCOUNTS + 2;

  private final Script script;
  private final Voice voice = new Voice();
  private final CrashPoints points;
  private final Coordinator coordinator;
  private final Messaging messaging;
  private LosingDisk losing;

  private Life(Script script) throws Exception {
    this.script = script;
    points = new CrashPoints(voice, script.end());
    points.step("start");
    CountedLog.countWith(points, script.flaw() == Flaw.LOG_NOT_WRITTEN);
    coordinator = new Coordinator(script.directory().resolve("log"));
    messaging = new Messaging(script.store(), disk(), script.flaw());
  }

  /**
   * Lives.
   *
   * @param arguments a {@link Script}
   * @throws Exception if something goes wrong that is not meant to
   */
  public static void main(String[] arguments) throws Exception {
    // What is left of threads must not keep a process that failed.
    try {
      new Life(Script.parse(arguments)).endure();
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  /** Lives, and ends as if halted if the disk breaks meanwhile, whatever comes of that. */
  private void endure() throws Exception {
    try {
      live();
    } catch (Exception e) {
      if (points.brokenAt() == null) {
        throw e;
      }
    }
    if (points.brokenAt() != null) {
      points.endBroken();
    }
  }

  private Disk disk() throws Exception {
    if (script.loss().equals(Script.BREAKS)) {
      points.breakDisk();
    }
    if (script.loss().isEmpty() || script.loss().equals(Script.BREAKS)) {
      return new CountedDisk(new LocalDisk(), points);
    }
    losing = LosingDisk.loadedFrom(script.store());
    points.atLast(
        () ->
            losing.losePower(
                PowerLoss.valueOf(script.loss()), new Random(script.seed()), script.store()));
    return new CountedDisk(losing, points);
  }

  private void live() throws Exception {
    if (script.recovers()) {
      points.step("recovery");
      recover();
      takeInventory();
    }
    points.step("work");
    if (script.flaw() == Flaw.DISK_NOT_FORCED && losing != null) {
      losing.forceNothing();
    }
    transfer();
    points.step("drain");
    if (script.drains()) {
      drain();
      takeInventory();
    }
    points.step("stop");
    messaging.close();
    if (losing != null) {
      losing.losePower(PowerLoss.NONE_LOST, new Random(script.seed()), script.store());
    }
    voice.tell("finished");
  }

  /**
   * As many passes as it takes, and all connections closed afterwards: H2 shows what it has
   * committed in recovery when it is opened anew.
   */
  private void recover() throws Exception {
    String url = script.url();
    Database database = Database.of(url);
    XAConnection asked = database.source(url).getXAConnection();
    try (Connection own = Database.connect(url)) {
      coordinator.ask(
          new CountedResource("broker", messaging.recoveryResource(), points),
          new CountedResource("database", asked.getXAResource(), points));
      int passes = 0;
      do {
        coordinator.pass();
        passes++;
      } while (passes < MOST_PASSES && !doubts(own).isEmpty());
      voice.tell("passes " + passes);
      doubts(own).forEach(doubt -> voice.tell("doubt " + doubt));
    }
    asked.close();
  }

  private List<String> doubts(Connection own) throws Exception {
    List<String> doubts = new ArrayList<>();
    messaging.inDoubt().forEach(xid -> doubts.add("broker " + xid));
    Database.of(script.url()).inDoubt(own).forEach(xid -> doubts.add("database " + xid));
    coordinator.unfinished().forEach(uid -> doubts.add("log " + uid));
    return doubts;
  }

  private void takeInventory() throws SQLException, JMSException {
    try (Connection own = Database.connect(script.url())) {
      for (String table : List.of("outgoing", "incoming")) {
        for (String id : Database.strings(own, "select id from " + table)) {
          voice.tell(table + " " + id);
        }
      }
      voice.tell("money " + Database.strings(own, "select sum(balance) from account").get(0));
    }
    messaging.waiting().forEach(id -> voice.tell("waiting " + id));
    voice.tell("counted");
  }

  private Worker worker(int account) throws JMSException, SQLException {
    return new Worker(account, script, voice, points, coordinator.transactions(), messaging);
  }

  /** The workers make one transfer each in turn. */
  private void transfer() throws Exception {
    if (script.workers() == 1) {
      transfer(0);
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(script.workers());
    List<Future<?>> shares = new ArrayList<>();
    for (int i = 0; i < script.workers(); i++) {
      int account = i;
      shares.add(
          threads.submit(
              () -> {
                transfer(account);
                return null;
              }));
    }
    for (Future<?> share : shares) {
      share.get();
    }
    threads.shutdown();
  }

  private void transfer(int account) throws Exception {
    try (Worker worker = worker(account)) {
      for (int i = account; i < script.transfers(); i += script.workers()) {
        worker.transfer(new Transfer(script.first() + i));
      }
    }
  }

  private void drain() throws Exception {
    try (Worker worker = worker(0)) {
      while (messaging.depth() > 0) {
        worker.take();
      }
    }
    voice.tell("held " + messaging.held());
  }
}
