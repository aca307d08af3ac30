// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedParameter;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSPasswordCredential;
import jakarta.jms.JMSSessionMode;
import java.lang.annotation.Annotation;

/**
 * What an injection point asks for. Two points that are annotated alike are equal, and so share one
 * context wherever they meet in one scope (section 12.4.4).
 *
 * @param factory the name of the connection factory
 * @param userName who connects, or null for nobody in particular
 * @param password of that user, or null
 * @param sessionMode one of the modes of {@link JMSContext}
 */
record ContextRequest(String factory, String userName, String password, int sessionMode) {

  /** The platform's default factory, whose name section EE.5.21 of Jakarta EE gives. */
  static final String DEFAULT_FACTORY = "java:comp/DefaultJMSConnectionFactory";

  /** What a point without annotations asks for. */
  static final ContextRequest DEFAULT =
      new ContextRequest(DEFAULT_FACTORY, null, null, JMSContext.AUTO_ACKNOWLEDGE);

  /**
   * Reads the annotations of an injection point.
   *
   * @param point a field or a parameter, or null where the context is looked up by code
   * @throws IllegalArgumentException if they make no sense; the message names the annotation
   */
  static ContextRequest at(InjectionPoint point) {
    if (point == null || point.getAnnotated() == null) {
      return DEFAULT;
    }
    JMSConnectionFactory factory = find(point.getAnnotated(), JMSConnectionFactory.class);
    JMSPasswordCredential user = find(point.getAnnotated(), JMSPasswordCredential.class);
    JMSSessionMode mode = find(point.getAnnotated(), JMSSessionMode.class);
    return new ContextRequest(
        factory == null ? DEFAULT_FACTORY : named(factory.value()),
        user == null ? null : user.userName(),
        user == null ? null : user.password(),
        mode == null ? JMSContext.AUTO_ACKNOWLEDGE : known(mode.value()));
  }

  /** On the parameter itself, or on its method where the method's annotation is meant for it. */
  private static <A extends Annotation> A find(Annotated annotated, Class<A> type) {
    A direct = annotated.getAnnotation(type);
    return direct == null && annotated instanceof AnnotatedParameter<?> parameter
        ? parameter.getDeclaringCallable().getAnnotation(type)
        : direct;
  }

  private static String named(String factory) {
    if (factory.isBlank()) {
      throw new IllegalArgumentException(
          "@JMSConnectionFactory is blank: write the name of a connection factory, or leave the"
              + " annotation out to use the default one");
    }
    return factory;
  }

  private static int known(int mode) {
    return switch (mode) {
      case JMSContext.AUTO_ACKNOWLEDGE,
          JMSContext.DUPS_OK_ACKNOWLEDGE,
          JMSContext.CLIENT_ACKNOWLEDGE,
          JMSContext.SESSION_TRANSACTED ->
          mode;
      default ->
          throw new IllegalArgumentException(
              "@JMSSessionMode(" + mode + "): there is no such mode; use a constant of JMSContext");
    };
  }

  /** Without the password. */
  @Override
  public String toString() {
    String who = userName == null ? "" : ", user '" + userName + "'";
    return "connection factory '" + factory + "'" + who + ", session mode " + sessionMode;
  }
}
