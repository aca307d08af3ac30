// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.ConnectionMetaData;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sluicemq.SluiceConnectionFactory;

/**
 * The provider against the signatures of the API as it is published: every interface of {@code
 * jakarta.jms} that a provider has to implement is implemented, whole, and no method answers that
 * it does not know what it is for.
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

  /**
   * The API asks for UnsupportedOperationException when a producer with a destination is given
   * another one, or one without a destination is given none.
   */
  private static final Set<String> UNSUPPORTED_AS_THE_API_SAYS = Set.of("SluiceProducer");

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

  private static Stream<JavaClass> apiInterfaces() {
    return api.stream()
        .filter(
            type ->
                type.isInterface()
                    && type.getPackageName().equals("jakarta.jms")
                    && !type.isAnnotation()
                    && type.getModifiers().contains(JavaModifier.PUBLIC));
  }

  private static List<JavaClass> concreteClasses() {
    return provider.stream()
        .filter(type -> !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT))
        .toList();
  }

  @Test
  void everyInterfaceOfTheApiHasAnImplementation() {
    Set<String> missing =
        apiInterfaces()
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new));
    missing.removeAll(OF_OTHERS);
    assertTrue(missing.size() > 40, "the API was read: " + missing);
    for (JavaClass type : concreteClasses()) {
      type.getAllRawInterfaces().forEach(api -> missing.remove(api.getSimpleName()));
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyMethodOfTheApiHasABodyWithItsExactResult() throws Exception {
    Set<String> interfaces = apiInterfaces().map(JavaClass::getName).collect(Collectors.toSet());
    int checked = 0;
    for (JavaClass type : concreteClasses()) {
      for (JavaClass implemented : type.getAllRawInterfaces()) {
        if (interfaces.contains(implemented.getName())) {
          checked += checkMethods(type.reflect(), implemented.reflect());
        }
      }
    }
    assertTrue(checked > 1000, "methods were looked at: " + checked);
  }

  private static int checkMethods(Class<?> type, Class<?> implemented) throws Exception {
    for (Method asked : implemented.getMethods()) {
      Method answer = type.getMethod(asked.getName(), asked.getParameterTypes());
      String place = type.getName() + " for " + asked;
      assertFalse(Modifier.isAbstract(answer.getModifiers()), place);
      assertTrue(asked.getReturnType().isAssignableFrom(answer.getReturnType()), place);
      for (Class<?> thrown : answer.getExceptionTypes()) {
        boolean declared =
            Arrays.stream(asked.getExceptionTypes()).anyMatch(e -> e.isAssignableFrom(thrown));
        assertTrue(declared || RuntimeException.class.isAssignableFrom(thrown), place);
      }
    }
    return implemented.getMethods().length;
  }

  @Test
  void onlyProducersThrowUnsupportedOperationAsTheApiSays() {
    Set<String> places =
        provider.stream()
            .flatMap(type -> type.getConstructorCallsFromSelf().stream())
            .filter(
                call ->
                    call.getTargetOwner().isAssignableTo(UnsupportedOperationException.class)
                        && !call.getOriginOwner()
                            .isAssignableTo(UnsupportedOperationException.class))
            .map(JavaConstructorCall::getOriginOwner)
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toSet());
    assertEquals(UNSUPPORTED_AS_THE_API_SAYS, places);
  }

  @Test
  void theVersionThatConnectionsTellIsThatOfTheApi() throws Exception {
    String version;
    try (JarFile jar = new JarFile(origin(ConnectionFactory.class).getPath())) {
      version = jar.getManifest().getMainAttributes().getValue("Bundle-Version");
    }
    try (Connection connection =
        new SluiceConnectionFactory("sluice:mem:signatures").createConnection()) {
      ConnectionMetaData told = connection.getMetaData();
      assertTrue(version.startsWith(told.getJMSVersion() + "."), version);
      assertEquals(
          told.getJMSVersion(), told.getJMSMajorVersion() + "." + told.getJMSMinorVersion());
    }
  }
}
