// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.XASession;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.ConsumerRequest;

/**
 * A connection consumer (section 11.2.4): on a thread of its own it waits for a message, fetches a
 * server session from the application server's pool, assigns it the message and starts it. The
 * server session goes on to take what is there at that time, up to the most messages at once.
 *
 * <p>When the pool or a server session fails, with whatever it throws, the message goes back, the
 * connection's exception listener is told, and the consumer pauses, longer each time, before it
 * tries again. When the broker's side fails, the exception listener is told and the consumer is
 * closed. Close lets listeners that are running go on. Safe for any thread.
 */
final class SluiceConnectionConsumer implements ConnectionConsumer {

  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(10);

  private final SluiceConnection connection;
  private final String destination;
  private final ServerSessionPool pool;
  private final int maxMessages;
  private final Consumer<SluiceConnectionConsumer> onClose;
  private final Supply supply;
  private final Thread thread;
  private long pause = FIRST_PAUSE;
  private boolean inPool;
  private boolean closed;

  /**
   * Opens a consumer that is not started.
   *
   * @param request what to consume
   * @param pool where server sessions come from
   * @param maxMessages how many messages a server session is assigned at once at most
   * @param onClose told of the close
   */
  SluiceConnectionConsumer(
      SluiceConnection connection,
      ConsumerRequest request,
      ServerSessionPool pool,
      int maxMessages,
      Consumer<SluiceConnectionConsumer> onClose)
      throws JMSException {
    this.connection = connection;
    this.pool = pool;
    this.maxMessages = maxMessages;
    this.onClose = onClose;
    destination = request.address().name();
    supply = new Supply(connection.broker());
    try {
      supply.opened(connection.broker().consume(request, supply));
    } catch (BrokerException e) {
      throw Failures.of(e);
    }
    thread = new Thread(this::serveAll, "sluice-connection-consumer-" + connection.id());
    thread.setDaemon(true);
    thread.start();
  }

  Supply supply() {
    return supply;
  }

  private void serveAll() {
    try {
      while (supply.promise()) {
        serve();
      }
    } catch (RuntimeException | Error e) {
      closeBecause(e);
    }
  }

  private void closeBecause(Throwable cause) {
    try {
      close();
    } finally {
      connection.report(problem("has failed and is closed", cause));
    }
  }

  private void serve() {
    Assignment assignment = new Assignment(supply, maxMessages);
    try {
      ServerSession server = fetch();
      ours(server.getSession()).assigned().add(assignment);
      server.start();
      pause = FIRST_PAUSE;
    } catch (Throwable e) {
      // An Error as well: it is the application server's, and the message must not stay with it.
      assignment.end();
      failed(e);
    }
  }

  /** Asks the pool, which may make this thread wait; a close interrupts that. */
  private ServerSession fetch() throws JMSException {
    synchronized (this) {
      if (closed) {
        throw Failures.closed("connection consumer");
      }
      inPool = true;
    }
    try {
      ServerSession server = pool.getServerSession();
      if (server == null) {
        throw new JMSException("The pool gave null in place of a server session");
      }
      return server;
    } finally {
      synchronized (this) {
        inPool = false;
      }
      Thread.interrupted();
    }
  }

  private SluiceSession ours(Session session) throws JMSException {
    Session plain =
        session instanceof XASession xa && !(session instanceof SluiceSession)
            ? xa.getSession()
            : session;
    if (plain instanceof SluiceSession ours && ours.connection() == connection) {
      return ours;
    }
    throw new JMSException(
        "The server session has the session "
            + plain
            + ", which the connection of the connection consumer did not create");
  }

  private void failed(Throwable cause) {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    connection.report(problem("cannot use its server session pool", cause));
    supply.rest(pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }

  private JMSException problem(String what, Throwable cause) {
    JMSException problem =
        new JMSException(
            "The connection consumer of '"
                + destination
                + "' "
                + what
                + ": "
                + (cause instanceof JMSException ? cause.getMessage() : cause));
    problem.initCause(cause);
    if (cause instanceof Exception linked) {
      problem.setLinkedException(linked);
    }
    return problem;
  }

  @Override
  public synchronized ServerSessionPool getServerSessionPool() throws JMSException {
    if (closed) {
      throw Failures.closed("connection consumer");
    }
    return pool;
  }

  /** Ends it: no server session is started any more. Listeners that run go on to their end. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (inPool) {
        thread.interrupt();
      }
    }
    try {
      supply.close();
    } finally {
      onClose.accept(this);
    }
  }
}
