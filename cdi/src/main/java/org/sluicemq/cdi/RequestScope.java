// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.spi.Context;
import jakarta.enterprise.context.spi.Contextual;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;

/**
 * The contexts of each active request (section 12.4.4); CDI keeps them with the request and has
 * them destroyed when it ends.
 */
final class RequestScope implements ContextScope, Contextual<OpenContexts> {

  private final BeanManager beans;
  private final ConnectionFactories factories;

  RequestScope(BeanManager beans, ConnectionFactories factories) {
    this.beans = beans;
    this.factories = factories;
  }

  @Override
  public JMSContext find(ContextRequest request) {
    Context active;
    try {
      active = beans.getContext(RequestScoped.class);
    } catch (ContextNotActiveException e) {
      return null;
    }
    return active.get(this, beans.createCreationalContext(this)).get(request, () -> open(request));
  }

  private JMSContext open(ContextRequest request) {
    ConnectionFactory factory = factories.find(request.factory());
    return request.userName() == null
        ? factory.createContext(request.sessionMode())
        : factory.createContext(request.userName(), request.password(), request.sessionMode());
  }

  @Override
  public OpenContexts create(CreationalContext<OpenContexts> creation) {
    return new OpenContexts();
  }

  @Override
  public void destroy(OpenContexts contexts, CreationalContext<OpenContexts> creation) {
    contexts.close();
    creation.release();
  }
}
