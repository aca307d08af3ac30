// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An application server's pool, as section 11.2.6 sketches it: it waits when it is out of server
 * sessions; each runs its session on a thread of its own and then goes back.
 */
final class ServerSessions implements ServerSessionPool {

  /** Somebody who waits at an empty pool, as the pool sees it. */
  private final BlockingQueue<Thread> waiting = new LinkedBlockingQueue<>();

  private final BlockingQueue<Server> free = new LinkedBlockingQueue<>();
  private final AtomicInteger starts = new AtomicInteger();

  /** What a server does around the run of its session. */
  interface Around {
    Around NOTHING = Session::run;

    void run(Session session) throws Exception;
  }

  private final class Server implements ServerSession {
    private final Session session;
    private final Around around;

    Server(Session session, Around around) {
      this.session = session;
      this.around = around;
    }

    @Override
    public Session getSession() {
      return session;
    }

    @Override
    public void start() {
      starts.incrementAndGet();
      Thread thread = new Thread(this::work, "server-session");
      thread.setDaemon(true);
      thread.start();
    }

    private void work() {
      try {
        around.run(session);
      } catch (Exception e) {
        throw new AssertionError(e);
      } finally {
        free.add(this);
      }
    }
  }

  /** Puts a session into the pool, with its listener. */
  ServerSessions with(Session session, MessageListener listener) throws JMSException {
    return with(session, listener, Around.NOTHING);
  }

  /** Puts a session into the pool, with its listener and what the server does around a run. */
  ServerSessions with(Session session, MessageListener listener, Around around)
      throws JMSException {
    session.setMessageListener(listener);
    free.add(new Server(session, around));
    return this;
  }

  @Override
  public ServerSession getServerSession() throws JMSException {
    Server server = free.poll();
    if (server != null) {
      return server;
    }
    waiting.add(Thread.currentThread());
    try {
      return free.take();
    } catch (InterruptedException e) {
      throw new JMSException("interrupted while waiting for a server session");
    }
  }

  /** Waits until somebody waits for a server session. */
  Thread awaitWaiter() throws InterruptedException {
    return waiting.take();
  }

  /** Waits until a server session has come back. */
  void awaitReturn() throws InterruptedException {
    free.add(free.take());
  }

  /** How many server sessions were started. */
  int starts() {
    return starts.get();
  }
}
