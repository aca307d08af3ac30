// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.container;

import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ApplicationServerInternalException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * Endpoints around one listener. With transactions each delivery is a branch: committed in one
 * phase when the listener returns, rolled back when it throws or says so.
 */
public final class ScriptedEndpoints implements MessageEndpointFactory {

  /** What the application does with a message. */
  @FunctionalInterface
  public interface Handler {
    void handle(Message message, Delivery delivery) throws Exception;
  }

  /** A delivery as the application sees it. */
  public static final class Delivery {
    private boolean rollbackOnly;

    public void setRollbackOnly() {
      rollbackOnly = true;
    }
  }

  private final boolean transacted;
  private final Handler handler;
  private final AtomicInteger unavailable = new AtomicInteger();
  private final AtomicInteger breaking = new AtomicInteger();
  private final AtomicInteger failingBegins = new AtomicInteger();
  private final AtomicInteger created = new AtomicInteger();
  private final AtomicInteger released = new AtomicInteger();

  public ScriptedEndpoints(boolean transacted, Handler handler) {
    this.transacted = transacted;
    this.handler = handler;
  }

  /** The next so many creations of an endpoint fail. */
  public ScriptedEndpoints unavailable(int times) {
    unavailable.set(times);
    return this;
  }

  /** The next so many creations of an endpoint break the server's own rules. */
  public ScriptedEndpoints breaking(int times) {
    breaking.set(times);
    return this;
  }

  /** The next so many deliveries cannot begin. */
  public ScriptedEndpoints failingBegins(int times) {
    failingBegins.set(times);
    return this;
  }

  public int created() {
    return created.get();
  }

  public int released() {
    return released.get();
  }

  @Override
  public MessageEndpoint createEndpoint(XAResource resource) throws UnavailableException {
    if (unavailable.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new UnavailableException("The application is still starting");
    }
    if (breaking.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("The server is confused");
    }
    created.incrementAndGet();
    return new Endpoint(resource);
  }

  @Override
  public MessageEndpoint createEndpoint(XAResource resource, long timeout)
      throws UnavailableException {
    return createEndpoint(resource);
  }

  @Override
  public boolean isDeliveryTransacted(Method method) {
    return transacted;
  }

  @Override
  public String getActivationName() {
    return "bean";
  }

  @Override
  public Class<?> getEndpointClass() {
    return ScriptedEndpoints.class;
  }

  private final class Endpoint implements MessageEndpoint, MessageListener {

    private final XAResource resource;
    private Xid xid;
    private Delivery delivery;

    Endpoint(XAResource resource) {
      this.resource = resource;
    }

    @Override
    public void beforeDelivery(Method method) throws ResourceException {
      if (failingBegins.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new ApplicationServerInternalException("No transaction can begin");
      }
      delivery = new Delivery();
      if (transacted) {
        xid = TestXid.next();
        try {
          resource.start(xid, XAResource.TMNOFLAGS);
        } catch (XAException e) {
          throw new ResourceException(e);
        }
      }
    }

    @Override
    public void onMessage(Message message) {
      try {
        handler.handle(message, delivery);
      } catch (Exception e) {
        delivery.setRollbackOnly();
        throw new IllegalStateException("Wrapped by the container", e);
      }
    }

    @Override
    public void afterDelivery() throws ResourceException {
      if (!transacted) {
        return;
      }
      try {
        resource.end(xid, XAResource.TMSUCCESS);
        if (delivery.rollbackOnly) {
          resource.rollback(xid);
        } else {
          resource.commit(xid, true);
        }
      } catch (XAException e) {
        throw new ResourceException(e);
      }
    }

    @Override
    public void release() {
      released.incrementAndGet();
    }
  }
}
