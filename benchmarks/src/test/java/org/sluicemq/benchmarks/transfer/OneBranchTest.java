// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.arjuna.ats.jta.TransactionManager;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.benchmarks.contender.Contenders;
import org.sluicemq.benchmarks.contender.RunningBroker;
import org.sluicemq.benchmarks.measure.Place;

/** What a transaction manager asks of Sluice when the broker is the only resource. */
class OneBranchTest {

  @TempDir private Path directory;

  private final List<String> calls = new ArrayList<>();

  @BeforeEach
  void keepLog() throws Exception {
    TransactionLog.keepIn(directory.resolve("log"));
  }

  @Test
  void messageOnlyTransactionTakesOnePhase() throws Exception {
    try (RunningBroker broker = Contenders.byName("sluice").start(directory)) {
      sendFrom(broker, "only");
      assertEquals(List.of("only.start new", "only.end", "only.commit in one phase"), calls);
      assertEquals(1, broker.depth().of(Place.NAME));
    }
  }

  @Test
  void twoSessionsOfOneBrokerAreOneBranchThatTakesOnePhase() throws Exception {
    try (RunningBroker broker = Contenders.byName("sluice").start(directory)) {
      sendFrom(broker, "first", "second");
      assertEquals(
          List.of(
              "first.start new",
              "second.start join",
              "first.end",
              "second.end",
              "first.commit in one phase"),
          calls);
      assertEquals(2, broker.depth().of(Place.NAME));
    }
  }

  /** One transaction with a message from each of several sessions, each on its own connection. */
  private void sendFrom(RunningBroker broker, String... names) throws Exception {
    List<XAConnection> connections = new ArrayList<>();
    var manager = TransactionManager.transactionManager();
    manager.begin();
    for (String name : names) {
      XAConnection connection = broker.xaConnectionFactory().createXAConnection();
      connections.add(connection);
      XASession session = connection.createXASession();
      manager.getTransaction().enlistResource(recorded(name, session.getXAResource()));
      new MessageSender(0, session).send(0);
    }
    manager.commit();
    for (XAConnection connection : connections) {
      connection.close();
    }
  }

  private XAResource recorded(String name, XAResource resource) {
    return (XAResource)
        Proxy.newProxyInstance(
            XAResource.class.getClassLoader(),
            new Class<?>[] {XAResource.class},
            new Recorder(name, resource));
  }

  /** Notes what decides about a branch, and lets resources be compared behind it. */
  private final class Recorder implements InvocationHandler {

    private final String name;
    private final XAResource resource;

    private Recorder(String name, XAResource resource) {
      this.name = name;
      this.resource = resource;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      switch (method.getName()) {
        case "start" ->
            note((Integer) arguments[1] == XAResource.TMJOIN ? "start join" : "start new");
        case "end", "prepare", "rollback" -> note(method.getName());
        case "commit" -> note((Boolean) arguments[1] ? "commit in one phase" : "commit");
        case "isSameRM" -> {
          Recorder other = (Recorder) Proxy.getInvocationHandler(arguments[0]);
          return resource.isSameRM(other.resource);
        }
        case "equals" -> {
          return proxy == arguments[0];
        }
        default -> {}
      }
      try {
        return method.invoke(resource, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private void note(String call) {
      calls.add(name + "." + call);
    }
  }
}
