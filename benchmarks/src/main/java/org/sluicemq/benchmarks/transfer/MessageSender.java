// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.transfer;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import org.sluicemq.benchmarks.measure.Place;
import org.sluicemq.benchmarks.workload.Stamp;
import org.sluicemq.benchmarks.workload.Workload;

/** Sends the message of a transaction through a session, whoever commits it. */
final class MessageSender {

  private final int thread;
  private final Session session;
  private final MessageProducer producer;
  private final byte[] body = Stamp.blankBody(Workload.BODY_BYTES);

  MessageSender(int thread, Session session) throws JMSException {
    this.thread = thread;
    this.session = session;
    this.producer = session.createProducer(session.createQueue(Place.NAME));
    producer.setDeliveryMode(DeliveryMode.PERSISTENT);
  }

  void send(int number) throws JMSException {
    new Stamp(thread, number, System.nanoTime()).writeTo(body);
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(body);
    producer.send(message);
  }
}
