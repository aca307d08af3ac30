// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.XASession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

/** Sessions whose surroundings know in what transaction their caller is. */
abstract class CallerTransactionConformance extends JmsConformance {

  private static final Xid ONE = new TestXid(1);

  /** The caller may be in a transaction of this key; null for none. */
  private static final class Scripted implements CallerTransaction {
    private volatile Object own;
    private volatile Runnable asked = () -> {};

    @Override
    public Object key() {
      return own;
    }

    @Override
    public void requireIs(Object key) throws IllegalStateException {
      asked.run();
      if (own != key) {
        throw new IllegalStateException("in another");
      }
    }

    @Override
    public void requireNone() throws IllegalStateException {
      asked.run();
      if (own != null) {
        throw new IllegalStateException("not in it");
      }
    }
  }

  private final Scripted caller = new Scripted();

  @Test
  void workOutsideOfTheCallersTransactionIsRefused() throws Exception {
    send("waiting");
    XASession session = xaStarted().createXASession(caller);
    MessageProducer producer = session.createProducer(ORDERS);
    MessageConsumer consumer = session.createConsumer(ORDERS);
    Message message = session.createTextMessage("refused");
    caller.own = "a transaction";

    assertThrows(IllegalStateException.class, () -> producer.send(message));
    assertThrows(IllegalStateException.class, () -> consumer.receive(LONG));
    assertThrows(IllegalStateException.class, consumer::receiveNoWait);
    consumer.close();

    assertEquals(List.of("waiting"), rest());
  }

  @Test
  void refusedAsynchronousSendTellsItsCallerAndNobodyElse() throws Exception {
    XASession session = xaStarted().createXASession(caller);
    MessageProducer producer = session.createProducer(ORDERS);
    List<String> told = new ArrayList<>();
    CompletionListener listener =
        new CompletionListener() {
          @Override
          public void onCompletion(Message message) {
            told.add("completed");
          }

          @Override
          public void onException(Message message, Exception exception) {
            told.add("failed");
          }
        };
    caller.own = "a transaction";

    assertThrows(
        IllegalStateException.class,
        () -> producer.send(session.createTextMessage("refused"), listener));
    producer.close();

    assertEquals(List.of(), told);
    assertEquals(List.of(), rest());
  }

  @Test
  void branchIsOfTheTransactionInWhichItWasStarted() throws Exception {
    XASession session = xaStarted().createXASession(caller);
    MessageProducer producer = session.createProducer(ORDERS);
    XAResource resource = session.getXAResource();
    caller.own = "one";
    resource.start(ONE, XAResource.TMNOFLAGS);
    producer.send(session.createTextMessage("in one"));
    caller.own = "another";
    assertThrows(IllegalStateException.class, () -> producer.send(session.createMessage()));
    caller.own = null;
    assertThrows(IllegalStateException.class, () -> producer.send(session.createMessage()));
    caller.own = "one";
    resource.end(ONE, XAResource.TMSUCCESS);
    assertThrows(IllegalStateException.class, () -> producer.send(session.createMessage()));
    resource.commit(ONE, true);
    caller.own = null;
    producer.send(session.createTextMessage("outside"));

    assertEquals(List.of("in one", "outside"), rest());
  }

  @Test
  void messageThatComesWhenItsTransactionIsOverGoesBack() throws Exception {
    send("late");
    SluiceXaConnection connection = xaStarted();
    XASession session = connection.createXASession(caller);
    JMSContext context = connection.contextOver(session);
    JMSConsumer consumer = context.createConsumer(ORDERS);
    // The first question is that of the receive, the next that of the message.
    Runnable ends = () -> caller.asked = () -> caller.own = "a transaction";
    caller.asked = ends;
    assertThrows(IllegalStateRuntimeException.class, () -> consumer.receive(LONG));
    caller.own = null;
    caller.asked = ends;
    assertThrows(
        IllegalStateRuntimeException.class, () -> consumer.receiveBody(String.class, LONG));
    caller.own = null;
    caller.asked = ends;
    assertThrows(IllegalStateRuntimeException.class, () -> consumer.receiveBody(Map.class, LONG));
    caller.own = null;
    caller.asked = () -> {};

    Message late = consumer.receive(LONG);
    assertEquals("late", text(late));
    assertFalse(late.getJMSRedelivered());
    assertNull(consumer.receiveNoWait());
  }

  @Test
  void bodyOfAnotherKindIsLeftAsWhereNobodyKnows() throws Exception {
    send("text");
    SluiceXaConnection connection = xaStarted();
    XASession session = connection.createXASession(caller);
    XAResource resource = session.getXAResource();
    JMSConsumer consumer = connection.contextOver(session).createConsumer(ORDERS);

    assertThrows(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Map.class, LONG));
    caller.own = "one";
    resource.start(ONE, XAResource.TMNOFLAGS);
    assertThrows(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Map.class, LONG));
    assertNull(consumer.receiveNoWait());
    resource.end(ONE, XAResource.TMSUCCESS);
    resource.rollback(ONE);
    caller.own = null;

    assertEquals("text", consumer.receiveBody(String.class, LONG));
  }

  @Test
  void nobodyKnowsOfAPlainXaSession() throws Exception {
    CallerTransaction.UNKNOWN.requireNone();
    CallerTransaction.UNKNOWN.requireIs("any");
    assertNull(CallerTransaction.UNKNOWN.key());
    SluiceXaConnection connection = xaStarted();
    assertEquals(connection.resourceManagerId(), xaStarted().resourceManagerId());
    XASession session = connection.createXASession();
    session.createProducer(ORDERS).send(session.createTextMessage("sent"));

    assertEquals(List.of("sent"), rest());
  }
}
