// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.crash;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.XAJMSContext;
import java.util.Arrays;
import java.util.Random;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.SluiceQueue;

/** Sends and receives messages that are large for its heap, and tells what it has done. */
public final class LargeMessageProcess {

  static final String QUEUE = "large";
  private static final int PIECE = 1 << 20;

  private LargeMessageProcess() {}

  /** A branch that a transaction manager would remember. */
  private record Branch() implements Xid {
    @Override
    public int getFormatId() {
      return 7;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return new byte[] {1, 2, 3};
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {4};
    }
  }

  /**
   * Does what it is told.
   *
   * @param arguments the URL of the broker, the length of a message in bytes, and one of: {@code
   *     pass}, to send and receive; {@code transacted}, the same with two messages in one
   *     transaction; {@code prepare} a send and die; {@code commit} what was prepared, and receive;
   *     {@code send} until killed; {@code receive} what is there
   */
  public static void main(String[] arguments) throws Exception {
    SluiceConnectionFactory factory = new SluiceConnectionFactory(arguments[0]);
    int length = Integer.parseInt(arguments[1]);
    switch (arguments[2]) {
      case "pass" -> pass(factory, length);
      case "transacted" -> transacted(factory, length);
      case "prepare" -> prepare(factory, length);
      case "commit" -> commit(factory, length);
      case "send" -> sendForEver(factory, length);
      case "receive" -> receiveAll(factory, length);
      default -> throw new IllegalArgumentException(arguments[2]);
    }
  }

  private static void pass(SluiceConnectionFactory factory, int length) throws JMSException {
    try (JMSContext context = factory.createContext()) {
      send(context, length, 1);
      tell("sent");
      receive(context, length, 1);
      tell("received");
    }
  }

  private static void transacted(SluiceConnectionFactory factory, int length) throws JMSException {
    try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      send(context, length, 2);
      context.rollback();
      send(context, length, 3);
      context.commit();
      tell("sent");
      receive(context, length, 3);
      context.commit();
      tell("received");
    }
  }

  private static void prepare(SluiceConnectionFactory factory, int length) throws Exception {
    XAJMSContext context = factory.createXAContext();
    XAResource resource = context.getXAResource();
    resource.start(new Branch(), XAResource.TMNOFLAGS);
    send(context, length, 4);
    resource.end(new Branch(), XAResource.TMSUCCESS);
    resource.prepare(new Branch());
    tell("prepared");
    Runtime.getRuntime().halt(0);
  }

  private static void commit(SluiceConnectionFactory factory, int length)
      throws JMSException, XAException {
    try (XAJMSContext context = factory.createXAContext();
        JMSContext other = factory.createContext()) {
      XAResource resource = context.getXAResource();
      Xid[] found = resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
      require(found.length == 1, found.length + " branches instead of 1");
      resource.commit(found[0], false);
      receive(other, length, 4);
      tell("received");
    }
  }

  private static void sendForEver(SluiceConnectionFactory factory, int length) throws JMSException {
    try (JMSContext context = factory.createContext()) {
      tell("sending");
      while (true) {
        send(context, length, 5);
        tell("sent");
      }
    }
  }

  private static void receiveAll(SluiceConnectionFactory factory, int length) throws JMSException {
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(new SluiceQueue(QUEUE))) {
      for (BytesMessage message = next(consumer); message != null; message = next(consumer)) {
        check(message, length, 5);
        tell("received");
      }
    }
  }

  private static BytesMessage next(JMSConsumer consumer) {
    return (BytesMessage) consumer.receiveNoWait();
  }

  private static void send(JMSContext context, int length, long seed) throws JMSException {
    BytesMessage message = context.createBytesMessage();
    for (int at = 0; at < length; at += PIECE) {
      message.writeBytes(piece(seed, at), 0, Math.min(PIECE, length - at));
    }
    context.createProducer().send(queue(), message);
  }

  private static Queue queue() {
    return new SluiceQueue(QUEUE);
  }

  private static void receive(JMSContext context, int length, long seed) throws JMSException {
    try (JMSConsumer consumer = context.createConsumer(queue())) {
      BytesMessage message = (BytesMessage) consumer.receive(60_000);
      require(message != null, "nothing came");
      check(message, length, seed);
    }
  }

  private static void check(BytesMessage message, int length, long seed) throws JMSException {
    require(message.getBodyLength() == length, "the length is " + message.getBodyLength());
    byte[] buffer = new byte[PIECE];
    for (int at = 0; at < length; at += PIECE) {
      int count = message.readBytes(buffer);
      boolean same = Arrays.equals(buffer, 0, count, piece(seed, at), 0, count);
      require(same && count == Math.min(PIECE, length - at), "another byte after " + at);
    }
  }

  private static byte[] piece(long seed, int at) {
    byte[] piece = new byte[PIECE];
    new Random(seed * 1_000_003 + at).nextBytes(piece);
    return piece;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }

  private static void tell(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
