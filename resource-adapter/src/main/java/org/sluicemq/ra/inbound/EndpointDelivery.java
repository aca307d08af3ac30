// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.inbound;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import javax.transaction.xa.XAResource;
import org.sluicemq.client.InboundSession;

/**
 * Delivers messages of one session to one endpoint, each in the server's transaction if the
 * endpoint wants one (Jakarta Connectors 2.1 section 13.6). Used by one thread.
 */
final class EndpointDelivery implements AutoCloseable {

  private static final Logger LOG = System.getLogger(EndpointDelivery.class.getName());
  private static final Method ON_MESSAGE = onMessage();

  private final MessageEndpointFactory endpoints;
  private final InboundSession session;
  private final XAResource resource;
  private MessageEndpoint endpoint;

  /** The resource is what the server enlists of the session. */
  EndpointDelivery(MessageEndpointFactory endpoints, InboundSession session, XAResource resource) {
    this.endpoints = endpoints;
    this.session = session;
    this.resource = resource;
  }

  private static Method onMessage() {
    try {
      return MessageListener.class.getMethod("onMessage", Message.class);
    } catch (NoSuchMethodException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Makes an endpoint unless there is one. May take as long as the application takes to start. */
  void ensureEndpoint() throws UnavailableException, NoSuchMethodException {
    if (endpoint == null) {
      boolean transacted = endpoints.isDeliveryTransacted(ON_MESSAGE);
      endpoint = endpoints.createEndpoint(transacted ? resource : null);
    }
  }

  /**
   * Delivers a message.
   *
   * @return whether the endpoint took it; if not, it will be delivered again
   * @throws JMSException if the broker failed
   */
  boolean deliver(Message message) throws JMSException {
    if (!begin()) {
      return false;
    }
    Throwable failure = null;
    boolean joined = false;
    try {
      joined = session.join();
      ((MessageListener) endpoint).onMessage(message);
    } catch (JMSException e) {
      finish();
      throw e;
    } catch (Throwable e) {
      // Whatever a bean throws, also an error, is a failed delivery: the loop must survive it.
      failure = e;
      session.failed(e);
      LOG.log(Level.DEBUG, "A message-driven bean failed", e);
    }
    boolean finished = finish();
    if (failure == null && finished && !joined) {
      session.acknowledge();
    }
    return failure == null && finished && !session.isRolledBack();
  }

  private boolean begin() {
    try {
      endpoint.beforeDelivery(ON_MESSAGE);
      return true;
    } catch (NoSuchMethodException | ResourceException | RuntimeException e) {
      session.unseen();
      LOG.log(
          Level.WARNING,
          "The server could not begin a delivery; the message waits and counts none",
          e);
      dropEndpoint();
      return false;
    }
  }

  private boolean finish() {
    try {
      endpoint.afterDelivery();
      return true;
    } catch (ResourceException | RuntimeException e) {
      LOG.log(Level.DEBUG, "The server could not complete a delivery", e);
      dropEndpoint();
      return false;
    }
  }

  private void dropEndpoint() {
    MessageEndpoint dropped = endpoint;
    endpoint = null;
    if (dropped != null) {
      dropped.release();
    }
  }

  @Override
  public void close() {
    dropEndpoint();
  }
}
