// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.DefinitionException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.ProcessSyntheticBean;
import jakarta.jms.JMSContext;
import java.lang.System.Logger.Level;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets beans of a Java SE program have {@code @Inject JMSContext}, with
 * {@code @JMSConnectionFactory}, {@code @JMSPasswordCredential} and {@code @JMSSessionMode}
 * (Jakarta Messaging 3.1 section 12.4). The CDI container finds it; a program does not call it.
 *
 * <p>It does nothing where somebody else injects: if there is another bean for {@code JMSContext},
 * or where no CDI container for Java SE is on the class path, as in an application server, which
 * has an injection of its own.
 */
public class MessagingExtension implements Extension {

  private static final System.Logger LOG = System.getLogger(MessagingExtension.class.getName());

  private final Set<ContextRequest> known = ConcurrentHashMap.newKeySet();
  private boolean serving = isJavaSe();
  private volatile InjectedContexts contexts;

  /** For the CDI container. */
  public MessagingExtension() {}

  private static boolean isJavaSe() {
    return ServiceLoader.load(SeContainerInitializer.class).stream().findAny().isPresent();
  }

  /** Synthetic beans, of which ours is one, are told only when it is too late to give way. */
  void giveWay(@Observes ProcessBean<?> found) {
    Bean<?> bean = found.getBean();
    boolean known = !(found instanceof ProcessSyntheticBean<?>);
    if (serving
        && known
        && bean.getTypes().contains(JMSContext.class)
        && bean.getQualifiers().contains(Default.Literal.INSTANCE)) {
      LOG.log(Level.DEBUG, "JMSContext is injected by {0}, not by Sluice", bean);
      serving = false;
    }
  }

  void check(@Observes ProcessInjectionPoint<?, JMSContext> found) {
    InjectionPoint point = found.getInjectionPoint();
    if (serving && point.getQualifiers().contains(Default.Literal.INSTANCE)) {
      try {
        ContextRequest request = ContextRequest.at(point);
        known.add(request);
        warnOfLostWork(point, request);
      } catch (IllegalArgumentException e) {
        found.addDefinitionError(new DefinitionException(e.getMessage() + ", at " + point, e));
      }
    }
  }

  private static void warnOfLostWork(InjectionPoint point, ContextRequest request) {
    if (request.sessionMode() == JMSContext.SESSION_TRANSACTED) {
      LOG.log(
          Level.WARNING,
          "@JMSSessionMode(SESSION_TRANSACTED) at {0}: outside of a Jakarta transaction nothing that"
              + " is sent there is ever committed, since commit() may not be called on an injected"
              + " JMSContext; leave the annotation out",
          point);
    }
  }

  void register(@Observes AfterBeanDiscovery event) {
    if (serving) {
      event
          .<JMSContext>addBean()
          .id(InjectedContext.class.getName())
          .types(JMSContext.class, Object.class)
          .qualifiers(Default.Literal.INSTANCE, Any.Literal.INSTANCE)
          .scope(Dependent.class)
          .produceWith(
              instance -> at(ContextRequest.at(instance.select(InjectionPoint.class).get())));
    }
  }

  void start(@Observes AfterDeploymentValidation event, BeanManager beans) {
    if (serving) {
      contexts = new InjectedContexts(beans);
    }
  }

  /** Disposers are methods of beans, which are gone when the container is shut down. */
  void end(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
    if (contexts != null) {
      contexts.destroyDependents();
    }
  }

  void stop(@Observes BeforeShutdown event) {
    if (contexts != null) {
      contexts.close();
    }
  }

  /** What is injected at a point that asks for this. */
  JMSContext at(ContextRequest request) {
    known.add(request);
    return new InjectedContext(request, this);
  }

  /** All that injection points of this program ask for, as far as is known. */
  Set<ContextRequest> known() {
    return Set.copyOf(known);
  }

  /** See {@link InjectedContexts#current}. */
  JMSContext current(ContextRequest request) {
    return contexts.current(request);
  }
}
