// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.cdi;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.jms.ConnectionFactory;

/**
 * The one instance of a connection factory whose bean has no scope of its own: made at the first
 * use, and destroyed here, since nobody else would. Guarded by itself, safe for any thread.
 */
final class DependentFactory {

  private final BeanManager beans;
  private final Bean<?> bean;
  private CreationalContext<?> creation;
  private ConnectionFactory instance;

  DependentFactory(BeanManager beans, Bean<?> bean) {
    this.beans = beans;
    this.bean = bean;
  }

  synchronized ConnectionFactory get() {
    if (instance == null) {
      creation = beans.createCreationalContext(bean);
      instance = (ConnectionFactory) beans.getReference(bean, ConnectionFactory.class, creation);
    }
    return instance;
  }

  /** Destroys it, with its disposer if it has one; a later use makes another. */
  synchronized void destroy() {
    if (instance != null) {
      instance = null;
      creation.release();
    }
  }
}
