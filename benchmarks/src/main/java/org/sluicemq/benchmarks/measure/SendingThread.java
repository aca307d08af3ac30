// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.Callable;
import org.sluicemq.benchmarks.workload.Stamp;
import org.sluicemq.benchmarks.workload.Workload;

/** One producer: its own connection, session and thread. Used once, by the thread that calls it. */
final class SendingThread implements Callable<SendingThread>, AutoCloseable {

  private final int index;
  private final Workload workload;
  private final SendingPhase phase;
  private final Connection connection;
  private final Session session;
  private final MessageProducer producer;
  private final byte[] body = Stamp.blankBody(Workload.BODY_BYTES);
  private final Latencies latencies = new Latencies();
  private final Completions completions = new Completions(latencies);
  private int sent;
  private long endedNanos;

  SendingThread(int index, Workload workload, SendingPhase phase, ConnectionFactory factory)
      throws JMSException {
    this.index = index;
    this.workload = workload;
    this.phase = phase;
    this.connection = factory.createConnection();
    this.session =
        connection.createSession(
            workload.sendsInUnits() ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE);
    this.producer = session.createProducer(Place.of(workload, session));
    producer.setDeliveryMode(
        workload.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
  }

  @Override
  public SendingThread call() throws Exception {
    phase.awaitStart();
    while (phase.goesOn(sent)) {
      long began = System.nanoTime();
      if (workload.sendsInUnits()) {
        sendUnit();
      } else if (workload.sending() == Workload.Sending.ASYNCHRONOUS) {
        producer.send(next(), completions.begin(began));
      } else {
        producer.send(next());
      }
      if (workload.sending() != Workload.Sending.ASYNCHRONOUS) {
        latencies.record(System.nanoTime() - began);
      }
    }
    completions.await();
    endedNanos = System.nanoTime();
    return this;
  }

  private void sendUnit() throws Exception {
    int size = 0;
    while (size < workload.sendingUnit() && (size == 0 || phase.fillsUnit(sent))) {
      producer.send(next());
      size++;
    }
    session.commit();
  }

  private BytesMessage next() throws JMSException, InterruptedException {
    phase.window().beforeSend(sent);
    new Stamp(index, sent, System.nanoTime()).writeTo(body);
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(body);
    sent++;
    return message;
  }

  int sent() {
    return sent;
  }

  long endedNanos() {
    return endedNanos;
  }

  Latencies latencies() {
    return latencies;
  }

  @Override
  public void close() throws JMSException {
    connection.close();
  }
}
