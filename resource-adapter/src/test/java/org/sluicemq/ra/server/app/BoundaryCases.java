// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.server.app;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;

/**
 * Sends in a transaction with a connection that may have no part in it. What is sent stays or goes
 * with the transaction, which is always rolled back here, or the answer is a refusal.
 */
final class BoundaryCases {

  private final UserTransaction transaction;
  private final ConnectionFactory factory;

  BoundaryCases(UserTransaction transaction, ConnectionFactory factory) {
    this.transaction = transaction;
    this.factory = factory;
  }

  private interface Sending {
    void send() throws JMSException;
  }

  /** With a connection that this request has got before the transaction. */
  String early(String at, String text) throws Exception {
    try (JMSContext context = factory.createContext()) {
      transaction.begin();
      return undone(() -> context.createProducer().send(context.createQueue(at), text));
    }
  }

  /** With a connection that was in a transaction before. */
  String second(String at, String text) throws Exception {
    try (JMSContext context = factory.createContext()) {
      transaction.begin();
      undone(() -> context.createProducer().send(context.createQueue(at), text));
      transaction.begin();
      return undone(() -> context.createProducer().send(context.createQueue(at), text));
    }
  }

  /** With a connection that another request has got. */
  String kept(JMSContext kept, String at, String text) throws Exception {
    transaction.begin();
    return undone(() -> kept.createProducer().send(kept.createQueue(at), text));
  }

  /** The same by the classic API. */
  String kept(Connection kept, String at, String text) throws Exception {
    try (Session session = kept.createSession();
        MessageProducer producer = session.createProducer(session.createQueue(at))) {
      transaction.begin();
      return undone(() -> producer.send(session.createTextMessage(text)));
    }
  }

  /** In a transaction that takes too long. */
  String slow(String at, String text) throws Exception {
    transaction.setTransactionTimeout(1);
    transaction.begin();
    transaction.setTransactionTimeout(0);
    try (JMSContext context = factory.createContext()) {
      while (transaction.getStatus() != Status.STATUS_ROLLEDBACK) {
        Thread.sleep(20);
      }
      return undone(() -> context.createProducer().send(context.createQueue(at), text));
    }
  }

  /** With a connection of a factory that is told to stay outside. */
  String outside(String at, String text) throws Exception {
    transaction.begin();
    try (JMSContext context = factory.createContext()) {
      return undone(() -> context.createProducer().send(context.createQueue(at), text));
    }
  }

  private String undone(Sending sending) throws Exception {
    try {
      sending.send();
      return "sent";
    } catch (JMSException | JMSRuntimeException e) {
      return e.toString();
    } finally {
      transaction.rollback();
    }
  }
}
