// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.jms.ConnectionFactory;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sluicemq.SluiceConnectionFactory;

/**
 * Every interface of {@code jakarta.jms} that a provider has to implement is implemented, and no
 * method answers that it does not know what it is for.
 */
class ApiSignatureTest {

  /** What applications and application servers implement, and what only holds constants. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "CompletionListener",
          "DeliveryMode",
          "ExceptionListener",
          "MessageListener",
          "ServerSession",
          "ServerSessionPool");

  private static JavaClasses api;
  private static JavaClasses provider;

  @BeforeAll
  static void read() {
    ClassFileImporter importer = new ClassFileImporter();
    api = importer.importUrl(origin(ConnectionFactory.class));
    provider = importer.importUrl(origin(SluiceConnectionFactory.class));
  }

  private static java.net.URL origin(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  private static Set<String> interfaces() {
    Set<String> names = new TreeSet<>();
    for (JavaClass type : api) {
      if (type.isInterface()
          && type.getPackageName().equals("jakarta.jms")
          && !type.isAnnotation()
          && type.getModifiers().contains(JavaModifier.PUBLIC)) {
        names.add(type.getSimpleName());
      }
    }
    names.removeAll(OF_OTHERS);
    return names;
  }

  @Test
  void everyInterfaceOfTheApiHasAnImplementation() {
    Set<String> missing = interfaces();
    assertTrue(missing.size() > 40, "the API was read: " + missing);
    for (JavaClass type : provider) {
      if (!type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT)) {
        type.getAllRawInterfaces().forEach(api -> missing.remove(api.getSimpleName()));
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void onlyProducersThrowUnsupportedOperationAsTheApiSays() {
    List<String> places =
        provider.stream()
            .flatMap(type -> type.getConstructorCallsFromSelf().stream())
            .filter(
                call -> call.getTargetOwner().isEquivalentTo(UnsupportedOperationException.class))
            .map(JavaConstructorCall::getOriginOwner)
            .map(JavaClass::getSimpleName)
            .distinct()
            .toList();
    assertEquals(List.of("SluiceProducer"), places);
  }
}
