// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The asynchronous sends of a session that are not completed yet (section 7.3.8). Their listeners
 * are called one at a time and in the order of the sends, on a thread that is never the sender's,
 * whatever the order in which the sends are settled, and they see the classes that the sender saw.
 * The thread comes with the first send and goes when there has been nothing to do for a while.
 *
 * <p>A sender that outruns the disk, or its own listeners, waits when so many bytes are under way,
 * until half of them are done; a listener that sends does not, since nobody else would make room.
 * From the beginning of a close no send begins, whoever asks: a listener that always sends again
 * would keep the close from ending. Safe for any thread; its own lock is never held while a
 * listener is called.
 */
final class CompletionCallbacks {

  private static final System.Logger LOG = System.getLogger(CompletionCallbacks.class.getName());
  private static final long IDLE_SECONDS = 10;

  /** About what a send takes on the heap beside its message. */
  private static final long SEND_BYTES = 256;

  private final String threadName;
  private final long mostBytes;
  private final Deque<Send> sends = new ArrayDeque<>();
  private final Map<SluiceProducer, Integer> open = new HashMap<>();
  private long bytesUnderWay;
  private boolean full;
  private boolean calling;
  private boolean closing;
  private ThreadPoolExecutor executor;
  private volatile Thread thread;
  private volatile SluiceProducer calledFor;

  /**
   * Makes callbacks.
   *
   * @param sessionId names the thread
   * @param mostBytes a send waits while so many bytes are under way
   */
  CompletionCallbacks(String sessionId, long mostBytes) {
    threadName = "sluice-completion-" + sessionId;
    this.mostBytes = mostBytes;
  }

  /** A send under way; its fields are guarded by the callbacks' lock. */
  final class Send {
    private final SluiceProducer producer;
    private final Consumer<JMSException> callback;
    private final long bytes;
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private boolean settled;
    private JMSException failure;

    private Send(SluiceProducer producer, Consumer<JMSException> callback, long bytes) {
      this.producer = producer;
      this.callback = callback;
      this.bytes = bytes;
    }

    /** What became of it is known: its listener is called once those before it were. */
    void settled(JMSException cause) {
      settle(this, cause);
    }

    /** It was refused: its listener is not called. */
    void withdraw() {
      remove(this);
    }
  }

  /**
   * Begins a send, in its place; waits for room. Either {@link Send#settled} or {@link
   * Send#withdraw} follows.
   *
   * @param callback is given the failure of the send, or null
   * @param bytes the size of the message
   * @throws IllegalStateException if the session or the producer is closing
   */
  synchronized Send begin(SluiceProducer producer, Consumer<JMSException> callback, long bytes)
      throws IllegalStateException {
    if (!isCallbackThread()) {
      awaitWhile(() -> full && !closing);
    }
    requireAccepting(producer);
    Send send = new Send(producer, callback, SEND_BYTES + bytes);
    bytesUnderWay += send.bytes;
    full |= bytesUnderWay >= mostBytes;
    open.merge(producer, 1, Integer::sum);
    sends.addLast(send);
    return send;
  }

  /** In one step with what follows: a close that is not seen here sees the send. */
  private void requireAccepting(SluiceProducer producer) throws IllegalStateException {
    if (closing || producer.isClosing()) {
      throw new IllegalStateException(
          "The "
              + (closing ? "session" : "producer")
              + " is closing: it takes no further asynchronous send");
    }
  }

  private synchronized void settle(Send send, JMSException cause) {
    send.settled = true;
    send.failure = cause;
    callIfDue();
  }

  private void callIfDue() {
    if (!calling && !sends.isEmpty() && sends.peekFirst().settled) {
      executor().execute(this::callThoseSettled);
      calling = true;
    }
  }

  private ThreadPoolExecutor executor() {
    if (executor == null) {
      executor =
          new ThreadPoolExecutor(
              1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::newThread);
      executor.allowCoreThreadTimeOut(true);
    }
    return executor;
  }

  private Thread newThread(Runnable work) {
    Thread made = new Thread(work, threadName);
    made.setDaemon(true);
    thread = made;
    return made;
  }

  private void callThoseSettled() {
    Send next = nextSettled();
    while (next != null) {
      call(next);
      next = nextSettled();
    }
  }

  private synchronized Send nextSettled() {
    Send first = sends.peekFirst();
    calling = first != null && first.settled;
    return calling ? sends.removeFirst() : null;
  }

  private void call(Send send) {
    calledFor = send.producer;
    Thread.currentThread().setContextClassLoader(send.loader);
    try {
      send.callback.accept(send.failure);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.WARNING, "A completion listener failed in " + threadName, e);
    } finally {
      calledFor = null;
      done(send);
    }
  }

  private synchronized void remove(Send send) {
    sends.removeLastOccurrence(send);
    done(send);
    callIfDue();
  }

  private synchronized void done(Send send) {
    bytesUnderWay -= send.bytes;
    boolean roomAgain = full && bytesUnderWay <= mostBytes / 2;
    full &= !roomAgain;
    int left = open.get(send.producer) - 1;
    if (left > 0) {
      open.put(send.producer, left);
    } else {
      open.remove(send.producer);
    }
    if (roomAgain || left == 0) {
      notifyAll();
    }
  }

  /** Whether a completion listener is the caller. */
  boolean isCallbackThread() {
    return Thread.currentThread() == thread;
  }

  /** Refuses a call that a callback must not make on its own session. */
  void requireNotInCallback(String call) throws IllegalStateException {
    if (isCallbackThread()) {
      throw new IllegalStateException(
          call + " must not be called by a completion listener of the same session");
    }
  }

  /** Refuses a call that a callback must not make on its own producer. */
  void requireNotInCallbackOf(SluiceProducer producer) throws IllegalStateException {
    if (Thread.currentThread() == thread && calledFor == producer) {
      throw new IllegalStateException(
          "close must not be called by a completion listener on its own producer");
    }
  }

  /** Waits until every callback has returned. */
  void awaitIdle() {
    awaitIdle(null);
  }

  /** Waits until every callback of a producer has returned; of all for null. */
  void awaitIdle(SluiceProducer producer) {
    if (!isCallbackThread()) {
      awaitWhile(() -> producer == null ? !open.isEmpty() : open.containsKey(producer));
    }
  }

  /** Waits as long as this is so, and keeps an interrupt for later. */
  private synchronized void awaitWhile(BooleanSupplier condition) {
    boolean interrupted = false;
    while (condition.getAsBoolean()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Lets no further send begin, waits until every callback has returned (section 7.3.4), and lets
   * the thread go.
   */
  synchronized void close() {
    closing = true;
    // Those who wait for room.
    notifyAll();
    awaitWhile(() -> !open.isEmpty());
    if (executor != null) {
      executor.shutdown();
    }
  }
}
