// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSPasswordCredential;
import jakarta.jms.JMSSessionMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 12.4.4 without a transaction: an injected context belongs to the request. */
class RequestScopeTest {

  @Test
  void whatOneRequestSendsTheNextReceives() {
    try (Program program = Program.recorded(Desk.class)) {
      Desk desk = program.bean(Desk.class);
      program.request(() -> desk.send("orders", "one pot of honey"));
      program.request(() -> assertEquals("one pot of honey", desk.receive("orders")));
    }
  }

  @Test
  void pointsAnnotatedAlikeShareOneContextInARequest() {
    try (Program program = Program.recorded(Desk.class, Counter.class)) {
      program.request(
          () -> {
            program.bean(Desk.class).send("orders", "a");
            program.bean(Counter.class).plain.createTextMessage();
            program.bean(Counter.class).alsoPlain.createTextMessage();
          });
      assertEquals(1, program.factories().recordedFirst().contexts().size());
    }
  }

  @Test
  void pointsAnnotatedOtherwiseHaveContextsOfTheirOwn() {
    try (Program program = Program.recorded(Counter.class)) {
      program.request(
          () -> {
            Counter counter = program.bean(Counter.class);
            counter.plain.createTextMessage();
            counter.lazy.createTextMessage();
            counter.signed.createTextMessage();
            counter.orders.createTextMessage();
          });
      assertEquals(
          List.of("null/null/1", "null/null/3", "clerk/secret/1"),
          program.factories().recordedFirst().asked());
      assertEquals(List.of("null/null/1"), program.factories().recordedOrders().asked());
    }
  }

  @Test
  void contextIsOpenedByTheFirstCallAndClosedWithTheRequest() {
    try (Program program = Program.recorded(Desk.class)) {
      RecordingFactory factory = program.factories().recordedFirst();
      program.request(
          () -> {
            program.bean(Desk.class);
            assertEquals(0, factory.contexts().size());
            program.bean(Desk.class).send("orders", "a");
            assertTrue(factory.contexts().get(0).getAutoStart(), "open, since it answers");
          });
      assertThrows(
          IllegalStateRuntimeException.class, factory.contexts().get(0)::createTextMessage);
    }
  }

  @Test
  void eachRequestHasAContextOfItsOwn() {
    try (Program program = Program.recorded(Desk.class)) {
      program.request(() -> program.bean(Desk.class).send("orders", "a"));
      program.request(() -> program.bean(Desk.class).send("orders", "b"));
      assertEquals(2, program.factories().recordedFirst().contexts().size());
    }
  }

  @Test
  void interceptedMethodIsARequest() {
    try (Program program = Program.recorded(Clerk.class)) {
      program.bean(Clerk.class).serve("c");
      assertEquals("c", program.factories().take("orders"));
      JMSContext used = program.factories().recordedFirst().contexts().get(0);
      assertThrows(IllegalStateRuntimeException.class, used::createMessage);
    }
  }

  @Test
  void withoutARequestTheErrorSaysHowToHaveOne() {
    try (Program program = Program.recorded(Desk.class)) {
      ContextNotActiveException e =
          assertThrows(
              ContextNotActiveException.class, () -> program.bean(Desk.class).send("orders", "a"));
      assertTrue(e.getMessage().contains("@ActivateRequestContext"), e.getMessage());
      assertTrue(e.getMessage().contains("@Transactional"), e.getMessage());
      assertTrue(e.getMessage().contains(Thread.currentThread().getName()), e.getMessage());
      assertEquals(List.of(), program.factories().recordedFirst().contexts());
    }
  }

  @Test
  void brokerInMemoryEndsWithTheProgram() {
    RecordingFactory factory;
    try (Program program = Program.recorded(Desk.class)) {
      factory = program.factories().recordedFirst();
      program.request(() -> program.bean(Desk.class).send("orders", "a"));
    }
    try (JMSContext later = factory.createContext()) {
      assertNull(later.createConsumer(later.createQueue("orders")).receiveNoWait());
    }
  }

  /** One point of each kind. */
  @Dependent
  public static class Counter {
    @Inject JMSContext plain;
    @Inject @JMSSessionMode JMSContext alsoPlain;

    @Inject
    @JMSSessionMode(JMSContext.DUPS_OK_ACKNOWLEDGE)
    JMSContext lazy;

    @Inject
    @JMSPasswordCredential(userName = "clerk", password = "secret")
    JMSContext signed;

    @Inject
    @JMSConnectionFactory(RecordedFactories.ORDERS)
    JMSContext orders;
  }

  /** Its method is called from outside of a request. */
  @ApplicationScoped
  public static class Clerk {
    @Inject JMSContext context;

    @ActivateRequestContext
    public void serve(String text) {
      context.createProducer().send(context.createQueue("orders"), text);
    }
  }
}
