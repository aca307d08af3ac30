// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSPasswordCredential;
import jakarta.jms.JMSSessionMode;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import jakarta.transaction.TransactionScoped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a bean is given: section 12.4.5 and where an injection point can be. */
class InjectedContextTest {

  static Stream<Arguments> refusedCalls() {
    return Stream.of(
        call("setClientID", context -> context.setClientID("me")),
        call("setExceptionListener", context -> context.setExceptionListener(e -> {})),
        call("stop", JMSContext::stop),
        call("acknowledge", JMSContext::acknowledge),
        call("commit", JMSContext::commit),
        call("rollback", JMSContext::rollback),
        call("recover", JMSContext::recover),
        call("setAutoStart", context -> context.setAutoStart(true)),
        call("start", JMSContext::start),
        call("close", JMSContext::close));
  }

  private static Arguments call(String method, Consumer<JMSContext> call) {
    return Arguments.of(method, call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedCalls")
  void callsThatChangeASharedContextAreRefused(String method, Consumer<JMSContext> call) {
    try (Program program = Program.recorded(Desk.class)) {
      JMSContext context = program.bean(Desk.class).context();
      assertRefused(method, call, context);
      program.request(
          () -> {
            assertRefused(method, call, context);
            context.createProducer().send(context.createQueue("orders"), "still usable");
          });
      assertEquals("still usable", program.factories().take("orders"));
    }
  }

  private static void assertRefused(String method, Consumer<JMSContext> call, JMSContext on) {
    IllegalStateRuntimeException e =
        assertThrows(IllegalStateRuntimeException.class, () -> call.accept(on));
    assertTrue(e.getMessage().startsWith(method + "()"), e.getMessage());
  }

  @Test
  void allElseIsPassedOn() {
    try (Program program = Program.recorded(Points.class)) {
      program.request(
          () -> {
            JMSContext context = program.bean(Points.class).byField;
            Queue queue = context.createQueue("orders");
            assertEquals(JMSContext.DUPS_OK_ACKNOWLEDGE, context.getSessionMode());
            assertFalse(context.getTransacted());
            assertTrue(context.getAutoStart());
            assertEquals("3.1", metaDataVersion(context));
            context.createProducer().send(queue, context.createTextMessage("x"));
            assertTrue(browses(context, queue));
            assertEquals("x", context.createConsumer(queue).receiveBody(String.class, 1000));
          });
    }
  }

  private static String metaDataVersion(JMSContext context) {
    try {
      return context.getMetaData().getJMSVersion();
    } catch (jakarta.jms.JMSException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean browses(JMSContext context, Queue queue) {
    try (jakarta.jms.QueueBrowser browser = context.createBrowser(queue)) {
      return browser.getEnumeration().hasMoreElements();
    } catch (jakarta.jms.JMSException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void subscriptionsAreMadeAndEndedThroughIt() {
    try (Program program = Program.recorded(Desk.class)) {
      JMSContext context = program.bean(Desk.class).context();
      program.request(() -> context.createSharedDurableConsumer(news(context), "readers").close());
      program.request(() -> context.createProducer().send(news(context), "kept"));
      program.request(
          () ->
              assertEquals(
                  "kept",
                  context
                      .createSharedDurableConsumer(news(context), "readers")
                      .receiveBody(String.class, 1000)));
      program.request(() -> context.unsubscribe("readers"));
    }
  }

  private static Topic news(JMSContext context) {
    return context.createTopic("news");
  }

  @Test
  void fieldsConstructorsAndMethodsAreInjectionPoints() {
    try (Program program = Program.recorded(Points.class)) {
      program.request(
          () -> {
            Points points = program.bean(Points.class);
            points.byConstructor.createMessage();
            points.byMethod.createMessage();
            points.byLookup.get().createMessage();
          });
      assertEquals(2, program.factories().recordedOrders().contexts().size());
      assertEquals("null/null/3", program.factories().recordedOrders().asked().get(1));
      assertEquals("null/null/1", program.factories().recordedFirst().asked().get(0));
    }
  }

  @Test
  void contextCanBeLookedUpByCode() {
    try (Program program = Program.recorded()) {
      program.request(() -> CDI.current().select(JMSContext.class).get().createQueue("orders"));
      assertEquals("null/null/1", program.factories().recordedFirst().asked().get(0));
    }
  }

  @Test
  void passivatedContextWorksAgainAfterwards() throws Exception {
    try (Program program = Program.recorded(Desk.class, Passivated.class)) {
      JMSContext again = (JMSContext) copy(program.bean(Desk.class).context());
      program.request(() -> again.createProducer().send(again.createQueue("orders"), "awake"));
      assertEquals("awake", program.factories().take("orders"));
    }
  }

  @Test
  void passwordIsNotPassivatedAndFoundAgain() throws Exception {
    byte[] asleep;
    try (Program program = Program.recorded(RequestScopeTest.Counter.class)) {
      asleep = written(program.bean(RequestScopeTest.Counter.class).signed);
    }
    assertFalse(new String(asleep, StandardCharsets.ISO_8859_1).contains("secret"));
    try (Program program = Program.recorded(RequestScopeTest.Counter.class)) {
      JMSContext again = (JMSContext) read(asleep);
      program.request(again::createMessage);
      RecordedFactories factories = program.factories();
      assertTrue(
          Stream.of(factories.recordedFirst(), factories.recordedOrders())
              .flatMap(factory -> factory.asked().stream())
              .anyMatch(asked -> asked.startsWith("clerk/secret/")));
    }
    try (Program program = Program.recorded(Desk.class)) {
      String refusal = assertThrows(InvalidObjectException.class, () -> read(asleep)).getMessage();
      assertTrue(refusal.contains("clerk"), refusal);
    }
  }

  private static Object copy(Object original) throws IOException, ClassNotFoundException {
    return read(written(original));
  }

  private static byte[] written(Object original) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(original);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
    return new ObjectInputStream(new ByteArrayInputStream(bytes)).readObject();
  }

  @Test
  void passwordIsNotShown() {
    try (Program program = Program.recorded(RequestScopeTest.Counter.class)) {
      String shown = program.bean(RequestScopeTest.Counter.class).signed.toString();
      assertTrue(shown.contains("clerk"), shown);
      assertFalse(shown.contains("secret"), shown);
    }
  }

  /** Where a context can be injected. */
  @Dependent
  public static class Points {

    final JMSContext byConstructor;
    JMSContext byMethod;

    @Inject
    @JMSSessionMode(JMSContext.DUPS_OK_ACKNOWLEDGE)
    JMSContext byField;

    @Inject Instance<JMSContext> byLookup;

    @Inject
    Points(@JMSConnectionFactory(RecordedFactories.ORDERS) JMSContext context) {
      byConstructor = context;
    }

    @Inject
    @JMSConnectionFactory(RecordedFactories.ORDERS)
    @JMSSessionMode(JMSContext.DUPS_OK_ACKNOWLEDGE)
    void set(JMSContext context) {
      byMethod = context;
    }
  }

  /** A bean of a scope that can be passivated asks the same of what is injected. */
  @TransactionScoped
  @SuppressWarnings("serial") // what is injected can be passivated, though its type does not say so
  public static class Passivated implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject
    @JMSPasswordCredential(userName = "clerk", password = "secret")
    JMSContext context;
  }
}
