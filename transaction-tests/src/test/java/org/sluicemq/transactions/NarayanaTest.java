// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.arjuna.ats.arjuna.AtomicAction;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.Uid;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.objectstore.StoreManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.arjuna.recovery.RecoveryModule;
import com.arjuna.ats.arjuna.state.InputObjectState;
import com.arjuna.ats.internal.arjuna.common.UidHelper;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.jms.JMSContext;
import jakarta.jms.XAJMSContext;
import jakarta.transaction.RollbackException;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluicemq.Sluice;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.narayana.NamedResource;
import org.sluicemq.narayana.NarayanaRecovery;
import org.sluicemq.transactions.example.Till;

/** Narayana in a Java SE program, set up as the guide says. */
class NarayanaTest {

  private static final Path PROJECT = Path.of(System.getProperty("basedir", "../.."));

  /** The name that Narayana gives to a process that is given none. */
  private static final String NODE = "1";

  @TempDir static Path log;
  @TempDir private Path directory;

  @BeforeAll
  static void keepLogInADirectoryOfItsOwn() {
    for (String part : new String[] {null, "communicationStore", "stateStore"}) {
      BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, part)
          .setObjectStoreDir(log.toString());
    }
    jtaPropertyManager.getJTAEnvironmentBean().setOrphanSafetyInterval(0);
    jtaPropertyManager.getJTAEnvironmentBean().setXaRecoveryNodes(List.of(NODE));
    // Recovery's own thread stays between its passes; the tests make theirs.
    recoveryPropertyManager.getRecoveryEnvironmentBean().setRecoveryBackoffPeriod(3600);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Till", "Closing"})
  void guidePrintsTheExampleAsItIs(String example) throws IOException {
    String source =
        Files.readString(
            PROJECT.resolve(
                "src/test/java/org/sluicemq/transactions/example/" + example + ".java"));
    String body = source.substring(source.indexOf("import ")).strip();
    String guide = Files.readString(PROJECT.resolve("../docs/transactions.md"));
    assertTrue(guide.contains("```java\n" + body + "\n```"), () -> body);
  }

  @Test
  void rowAndMessageOfPooledSessionsAreBothThereOrNeither() throws Exception {
    try (Till till = new Till(directory.toString())) {
      till.sell("honey");
      assertThrows(SQLException.class, () -> till.sell("honey"), "the row is there already");
      till.sell("bread");
      assertEquals(List.of("honey", "bread"), List.of(till.next(), till.next()));
      assertNull(till.next());
    }
    try (Connection sales = DriverManager.getConnection("jdbc:h2:" + directory + "/sales")) {
      assertEquals(
          List.of("bread", "honey"), Database.strings(sales, "select item from sale order by 1"));
    }
  }

  @Test
  void branchThatCouldNotBeCommittedIsCommittedByRecoveryAndTheLogIsEmptyThen() throws Exception {
    SluiceConnectionFactory factory = new SluiceConnectionFactory("sluice:mem:narayana-unlucky");
    try (Sluice broker = factory.open()) {
      RecoveryManager recovery = NarayanaRecovery.of("unlucky", broker).start();
      send(factory, "unlucky", NarayanaTest::unreachable);
      assertNull(take(factory), "prepared, and its commit has not come through");
      assertEquals(1, unfinished());
      pass(recovery);
      assertEquals("honey", take(factory));
      assertEquals(0, unfinished());
    }
  }

  @Test
  void transactionWhoseBranchIsDoneAlreadyLeavesTheLog() throws Exception {
    SluiceConnectionFactory factory = new SluiceConnectionFactory("sluice:mem:narayana-done");
    try (Sluice broker = factory.open()) {
      RecoveryManager recovery = NarayanaRecovery.of("done", broker).start();
      send(factory, "done", NarayanaTest::mute);
      assertEquals("honey", take(factory), "committed, and nobody was told");
      assertEquals(1, unfinished());
      pass(recovery);
      assertEquals(0, unfinished());
    }
  }

  @Test
  void decisionOfAnOperatorIsHeardAndForgotten() throws Exception {
    SluiceConnectionFactory factory = new SluiceConnectionFactory("sluice:mem:narayana-decided");
    try (Sluice broker = factory.open()) {
      RecoveryManager recovery = NarayanaRecovery.of("decided", broker).start();
      send(factory, "decided", NarayanaTest::unreachable);
      broker.commitBranch(broker.branchesInDoubt().get(0).identity(), "ada", "it is urgent");
      assertEquals("honey", take(factory));
      assertEquals(1, broker.branchesInDoubt().size(), "until it is heard");
      pass(recovery);
      assertEquals(0, unfinished(), "heard: it was to be committed");
      pass(recovery);
      assertEquals(List.of(), broker.branchesInDoubt(), "forgotten: no log knows it any more");
      assertNull(take(factory));
    }
  }

  @Test
  void decisionAgainstTheLogIsKeptByBothUntilSomebodyTakesItOutOfTheLog() throws Exception {
    SluiceConnectionFactory factory = new SluiceConnectionFactory("sluice:mem:narayana-against");
    try (Sluice broker = factory.open()) {
      RecoveryManager recovery = NarayanaRecovery.of("against", broker).start();
      send(factory, "against", NarayanaTest::unreachable);
      broker.rollbackBranch(broker.branchesInDoubt().get(0).identity(), "ada", "it is urgent");
      pass(recovery);
      pass(recovery);
      assertEquals(1, unfinished());
      assertEquals(1, broker.branchesInDoubt().size());
      for (Uid uid : logged()) {
        StoreManager.getRecoveryStore().remove_committed(uid, new AtomicAction().type());
      }
      pass(recovery);
      pass(recovery);
      assertEquals(List.of(), broker.branchesInDoubt());
      assertNull(take(factory));
    }
  }

  @Test
  void decisionAboutABranchThatNoLogKnowsIsForgottenToo() throws Exception {
    SluiceConnectionFactory factory = new SluiceConnectionFactory("sluice:mem:narayana-orphan");
    try (Sluice broker = factory.open()) {
      RecoveryManager recovery = NarayanaRecovery.of("orphan", broker).start();
      assertThrows(
          RollbackException.class, () -> send(factory, "orphan", NarayanaTest::cutOffAsItPrepares));
      assertEquals(0, unfinished());
      broker.rollbackBranch(broker.branchesInDoubt().get(0).identity(), "ada", "it is urgent");
      pass(recovery);
      pass(recovery);
      assertEquals(List.of(), broker.branchesInDoubt());
      assertNull(take(factory));
    }
  }

  @Test
  void stoppedRecoveryAsksNobodyUntilAnotherIsStarted() throws Exception {
    SluiceConnectionFactory factory = new SluiceConnectionFactory("sluice:mem:narayana-stopped");
    Unreliable database = new Unreliable();
    try (Sluice broker = factory.open()) {
      NarayanaRecovery stopped =
          NarayanaRecovery.of("stopped", broker).and("idle", database.source());
      RecoveryManager recovery = stopped.start();
      pass(recovery);
      pass(recovery);
      send(factory, "stopped", NarayanaTest::unreachable);
      stopped.stop();
      assertThrows(Exception.class, () -> database.made.get(0).getConnection(), "closed with it");
      pass(recovery);
      pass(recovery);
      assertEquals(1, broker.branchesInDoubt().size(), "nobody asked");
      assertEquals(1, database.made.size(), "nobody asked");
      NarayanaRecovery another = NarayanaRecovery.of("stopped", broker);
      another.start();
      pass(recovery);
      assertEquals(List.of(), broker.branchesInDoubt());
      assertEquals("honey", take(factory));
      another.stop();
    }
  }

  @Test
  void nameOfTwoResourcesIsRefused() throws Exception {
    try (Sluice broker = new SluiceConnectionFactory("sluice:mem:narayana-names").open()) {
      NarayanaRecovery recovery = NarayanaRecovery.of("one", broker);
      assertThrows(IllegalArgumentException.class, () -> recovery.and("one", broker));
    }
  }

  @Test
  void databaseThatCannotBeReachedIsAskedAgainAtTheNextScan() throws Exception {
    Unreliable database = new Unreliable();
    try (Sluice broker = new SluiceConnectionFactory("sluice:mem:narayana-database").open()) {
      RecoveryManager recovery =
          NarayanaRecovery.of("messages", broker).and("unreliable", database.source()).start();
      pass(recovery);
      assertTrue(database.made.isEmpty(), "refused");
      pass(recovery);
      pass(recovery);
      assertEquals(1, database.made.size(), "made, and kept");
      database.made.get(0).close();
      pass(recovery);
      assertEquals(2, database.made.size(), "made anew when the one before was broken");
    }
  }

  /** Refuses the first connection. */
  private static final class Unreliable implements InvocationHandler {

    private final JdbcDataSource database = new JdbcDataSource();
    private final List<XAConnection> made = new ArrayList<>();
    private boolean refused;

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws SQLException {
      if (!refused) {
        refused = true;
        throw new SQLException("Not now");
      }
      database.setURL("jdbc:h2:mem:unreliable");
      made.add(database.getXAConnection());
      return made.get(made.size() - 1);
    }

    XADataSource source() {
      return (XADataSource)
          Proxy.newProxyInstance(
              NarayanaTest.class.getClassLoader(), new Class<?>[] {XADataSource.class}, this);
    }
  }

  /** A branch whose commit never arrives. */
  private static XAResource unreachable(XAResource resource) {
    return new Forwarding(resource) {
      @Override
      public void commit(Xid xid, boolean onePhase) throws XAException {
        throw new XAException(XAException.XAER_RMFAIL);
      }
    };
  }

  /** A branch whose commit is done, and the answer never arrives. */
  private static XAResource mute(XAResource resource) {
    return new Forwarding(resource) {
      @Override
      public void commit(Xid xid, boolean onePhase) throws XAException {
        super.commit(xid, onePhase);
        throw new XAException(XAException.XAER_RMFAIL);
      }
    };
  }

  /** A branch that is prepared, and the answer never arrives, nor does its rollback. */
  private static XAResource cutOffAsItPrepares(XAResource resource) {
    return new Forwarding(resource) {
      @Override
      public int prepare(Xid xid) throws XAException {
        super.prepare(xid);
        throw new XAException(XAException.XAER_RMFAIL);
      }

      @Override
      public void rollback(Xid xid) throws XAException {
        throw new XAException(XAException.XAER_RMFAIL);
      }
    };
  }

  private static void send(
      SluiceConnectionFactory factory, String name, UnaryOperator<XAResource> line)
      throws Exception {
    TransactionManager manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
    try (XAJMSContext context = factory.createXAContext()) {
      manager.begin();
      manager
          .getTransaction()
          .enlistResource(NamedResource.of(name, line.apply(context.getXAResource())));
      manager.getTransaction().enlistResource(new Willing());
      context.createProducer().send(context.createQueue("sales"), "honey");
      manager.commit();
    }
  }

  private static String take(SluiceConnectionFactory factory) {
    try (JMSContext context = factory.createContext()) {
      return context.createConsumer(context.createQueue("sales")).receiveBodyNoWait(String.class);
    }
  }

  /** Both phases of all modules, and nothing waited for between them. */
  private static void pass(RecoveryManager recovery) {
    List<RecoveryModule> modules = new ArrayList<>(recovery.getModules());
    modules.forEach(RecoveryModule::periodicWorkFirstPass);
    modules.forEach(RecoveryModule::periodicWorkSecondPass);
  }

  private static int unfinished() throws Exception {
    return logged().size();
  }

  /** The transactions that the log still knows. */
  private static List<Uid> logged() throws Exception {
    InputObjectState found = new InputObjectState();
    StoreManager.getRecoveryStore().allObjUids(new AtomicAction().type(), found);
    List<Uid> uids = new ArrayList<>();
    for (Uid uid = UidHelper.unpackFrom(found);
        !uid.equals(Uid.nullUid());
        uid = UidHelper.unpackFrom(found)) {
      uids.add(uid);
    }
    return uids;
  }
}
