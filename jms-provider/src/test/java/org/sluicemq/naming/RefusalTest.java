// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.naming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Queue;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.naming.CompositeName;
import javax.naming.ConfigurationException;
import javax.naming.Context;
import javax.naming.InvalidNameException;
import javax.naming.Name;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NotContextException;
import javax.naming.OperationNotSupportedException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a context refuses, and what it tells the person who must act. */
class RefusalTest {

  private static void assertTells(Throwable refusal, String... parts) {
    for (String part : parts) {
      assertTrue(refusal.getMessage().contains(part), part + " in: " + refusal.getMessage());
    }
  }

  @Test
  void unknownNameIsToldWithThoseThatExistAndHowToDefineIt() throws Exception {
    Context names = Contexts.with("queue.MY_QUEUE", "orders", "topic.jms/prices", "prices");
    NameNotFoundException refusal =
        assertThrows(NameNotFoundException.class, () -> names.lookup("MYQUEUE"));
    assertTells(refusal, "no 'MYQUEUE'", "MY_QUEUE", "ConnectionFactory", "jms/", "queue.MYQUEUE");
    assertEquals("MYQUEUE", refusal.getRemainingName().toString());
  }

  @Test
  void unknownNameInAContextIsToldWithItsFullName() throws Exception {
    Context names = Contexts.with("queue.jms/orders", "orders");
    NameNotFoundException refusal =
        assertThrows(NameNotFoundException.class, () -> names.lookup("jms/order/new"));
    assertTells(refusal, "no 'jms/order/new'", "'jms' has orders.", "topic.jms/order/new");
    assertEquals("order/new", refusal.getRemainingName().toString());
  }

  @Test
  void manyNamesAreNotAllTold() throws Exception {
    Object[] properties =
        IntStream.range(100, 140)
            .boxed()
            .flatMap(i -> Stream.of("queue.q/" + i, "queue-" + i))
            .toArray();
    Context names = Contexts.with(properties);
    NameNotFoundException refusal =
        assertThrows(NameNotFoundException.class, () -> names.lookup("q/200"));
    assertTells(refusal, "100, 101", "129 and 10 more");
  }

  @Test
  void nothingIsBelowAnObject() throws Exception {
    Context names = Contexts.with("queue.jms/orders", "orders");
    NotContextException refusal =
        assertThrows(NotContextException.class, () -> names.lookup("jms/orders/new"));
    assertTells(refusal, "'jms/orders'");
    assertEquals("new", refusal.getRemainingName().toString());
  }

  @Test
  void dynamicNameMustBeOneOfADestination() throws Exception {
    Context names = Contexts.with();
    InvalidNameException refusal =
        assertThrows(InvalidNameException.class, () -> names.lookup("dynamicQueues/a*b"));
    assertTells(refusal, "'a*b'", "'*'");
  }

  @Test
  void textThatIsNoNameIsRefused() {
    assertThrows(InvalidNameException.class, () -> Contexts.with().lookup("\"open"));
  }

  @ParameterizedTest
  @CsvSource({
    "connectionFactory.Mine, tcp://localhost:61616, sluice:file:DIRECTORY",
    "connectionFactory.Mine, sluice:mem:x?maxDelivery=5, maxDeliveries",
    "connectionFactory.Mine, sluice:mem:x?maxDeliveries=many, whole number",
    "connectionFactory.Mine, ' ', it has no value; give sluice:file:DIRECTORY",
    "java.naming.provider.url, tcp://localhost:61616, sluice:file:DIRECTORY",
    "java.naming.provider.url, '', it has no value; give sluice:file:DIRECTORY",
    "queue.MY_QUEUE, a*b, reserved",
    "queue.MY_QUEUE, '', it has no value; give the physical name of a queue",
    "topic.MY_TOPIC, a#, reserved",
    "topic., prices, write topic.NAME",
    "queue./, orders, write queue.NAME",
    "queue.\"open, orders, open",
    "queue.dynamicQueues/x, orders, choose another name",
    "queue.dynamicTopics, orders, choose another name",
  })
  void badPropertyIsRefusedByItsNameWithWhatToDo(String property, String value, String advice) {
    ConfigurationException refusal =
        assertThrows(ConfigurationException.class, () -> Contexts.with(property, value));
    assertTells(refusal, "The property " + property + ":", advice);
  }

  @Test
  void valueThatIsNoTextIsRefused() {
    ConfigurationException refusal =
        assertThrows(ConfigurationException.class, () -> Contexts.with("queue.MY_QUEUE", 7));
    assertTells(refusal, "queue.MY_QUEUE", "java.lang.Integer", "String");
  }

  @ParameterizedTest
  @CsvSource({
    "queue.orders, topic.orders",
    "connectionFactory.jms/orders, queue.jms",
    "queue.jms, topic.jms/orders/new",
    "connectionFactory.Same, connectionfactory.Same",
  })
  void twoPropertiesForOneNameAreRefused(String one, String other) {
    ConfigurationException refusal =
        assertThrows(
            ConfigurationException.class,
            () -> Contexts.with(one, "sluice:mem:x", other, "sluice:mem:y"));
    assertTells(refusal, one, other, "choose another name");
  }

  @Test
  void allBadPropertiesAreToldAtOnce() {
    ConfigurationException refusal =
        assertThrows(
            ConfigurationException.class,
            () ->
                Contexts.with("queue.one", "a*b", "topic.two", "", "connectionFactory.Three", "x"));
    assertTells(refusal, "3 properties", "queue.one", "topic.two", "connectionFactory.Three");
    assertEquals(3, refusal.getSuppressed().length);
  }

  @Test
  void propertiesOfOthersAreLeftAlone() throws Exception {
    Context names = Contexts.with("queueing.depth", "a*b", "topics", 7, "queue.MY_QUEUE", "orders");
    assertInstanceOf(Queue.class, names.lookup("MY_QUEUE"));
    assertThrows(NameNotFoundException.class, () -> names.lookup("depth"));
  }

  @Test
  void usualFactoriesAreNotThereBesideOnesThatAreDefined() throws Exception {
    Context names = Contexts.with("connectionFactory.Mine", "sluice:mem:x");
    NameNotFoundException refusal =
        assertThrows(NameNotFoundException.class, () -> names.lookup("ConnectionFactory"));
    assertTells(refusal, "Mine");
  }

  @TestFactory
  Stream<DynamicTest> changeIsRefused() throws NamingException {
    Context names =
        new SluiceInitialContextFactory()
            .getInitialContext(Contexts.environment("queue.MY_QUEUE", "orders"));
    Name name = new CompositeName("MY_QUEUE");
    List<Executable> changes =
        List.of(
            () -> names.bind("MY_QUEUE", "x"),
            () -> names.bind(name, "x"),
            () -> names.rebind("MY_QUEUE", "x"),
            () -> names.rebind(name, "x"),
            () -> names.unbind("MY_QUEUE"),
            () -> names.unbind(name),
            () -> names.rename("MY_QUEUE", "other"),
            () -> names.rename(name, new CompositeName("other")),
            () -> names.createSubcontext("MY_QUEUE"),
            () -> names.createSubcontext(name),
            () -> names.destroySubcontext("MY_QUEUE"),
            () -> names.destroySubcontext(name),
            () -> names.addToEnvironment("MY_QUEUE", "x"),
            () -> names.removeFromEnvironment("MY_QUEUE"));
    return IntStream.range(0, changes.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    "change " + i,
                    () -> {
                      OperationNotSupportedException refusal =
                          assertThrows(OperationNotSupportedException.class, changes.get(i));
                      assertTells(refusal, "'MY_QUEUE'", "queue.NAME", "jndi.properties");
                      assertInstanceOf(Queue.class, names.lookup(name));
                    }));
  }
}
