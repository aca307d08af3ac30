// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.naming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import javax.naming.Binding;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NameParser;
import javax.naming.NamingEnumeration;
import javax.naming.NotContextException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listing what a context holds, and the names themselves. */
class ListingTest {

  private Context names;

  @BeforeEach
  void define() throws Exception {
    names =
        Contexts.with(
            "connectionFactory.jms/Factory", "sluice:mem:naming-list",
            "queue.jms/orders", "orders",
            "topic.prices", "prices");
  }

  @Test
  void listTellsNamesAndClassesInOrder() throws Exception {
    assertEquals(
        List.of(
            "dynamicQueues: javax.naming.Context",
            "dynamicTopics: javax.naming.Context",
            "jms: javax.naming.Context",
            "prices: org.sluicemq.SluiceTopic"),
        told(names.list("")));
    assertEquals(
        List.of(
            "Factory: org.sluicemq.SluiceConnectionFactory", "orders: org.sluicemq.SluiceQueue"),
        told(names.list("jms")));
    assertEquals(told(names.list("jms")), told(names.list(new CompositeName("jms"))));
  }

  private static List<String> told(NamingEnumeration<NameClassPair> pairs) throws Exception {
    List<String> told = new ArrayList<>();
    while (pairs.hasMore()) {
      NameClassPair pair = pairs.next();
      told.add(pair.getName() + ": " + pair.getClassName());
    }
    pairs.close();
    return told;
  }

  @Test
  void bindingsHoldTheObjectsThatAreLookedUp() throws Exception {
    for (NamingEnumeration<Binding> each :
        List.of(names.listBindings("jms"), names.listBindings(new CompositeName("jms")))) {
      List<Binding> bindings = Collections.list(each);
      assertEquals(2, bindings.size());
      for (Binding binding : bindings) {
        assertSame(names.lookup("jms/" + binding.getName()), binding.getObject());
        assertEquals("jms/" + binding.getName(), binding.getNameInNamespace());
      }
    }
  }

  @Test
  void dynamicContextHoldsNothingThatCouldBeListed() throws Exception {
    NamingEnumeration<NameClassPair> found = names.list("dynamicQueues");
    assertFalse(found.hasMore());
    assertFalse(found.hasMoreElements());
    assertThrows(NoSuchElementException.class, found::next);
  }

  @Test
  void onlyAContextCanBeListed() {
    NotContextException refusal =
        assertThrows(NotContextException.class, () -> names.list("prices"));
    assertTrue(refusal.getMessage().contains("'prices'"), refusal.getMessage());
    assertThrows(NotContextException.class, () -> names.listBindings("dynamicQueues/orders"));
    assertThrows(NameNotFoundException.class, () -> names.list("nothing"));
  }

  @Test
  void namesAreComposedFromTheContextsOwn() throws Exception {
    Context jms = (Context) names.lookup("jms");
    assertEquals("jms/orders", jms.composeName("orders", "jms"));
    CompositeName prefix = new CompositeName("jms");
    assertEquals("jms/a/b", jms.composeName(new CompositeName("a/b"), prefix).toString());
    assertEquals("jms", prefix.toString(), "the prefix is not changed");
  }

  @Test
  void namesAreParsedWithASlashBetweenTheirParts() throws Exception {
    for (NameParser parser :
        List.of(names.getNameParser(""), names.getNameParser(new CompositeName("jms")))) {
      assertEquals(3, parser.parse("jms/orders/new").size());
    }
  }
}
