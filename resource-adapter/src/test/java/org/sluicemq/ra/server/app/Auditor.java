// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.server.app;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;

/** Sends what is to stay when its caller's transaction is rolled back, and what is not. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class Auditor {

  @Resource(lookup = Places.FACTORY)
  private ConnectionFactory factory;

  private JMSContext kept;

  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void outside(String at, String text) {
    send(at, text);
  }

  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public void apart(String at, String text) {
    send(at, text);
  }

  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void within(String at, String text) {
    send(at, text);
  }

  /** Keeps a connection in a field, as beans should not. */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void keep() {
    kept = factory.createContext();
  }

  /** What comes of the use of that connection in the caller's transaction. */
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public String withinByKept(String at, String text) {
    return byKept(at, text);
  }

  /** What comes of it outside of any. */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public String outsideByKept(String at, String text) {
    return byKept(at, text);
  }

  private void send(String at, String text) {
    try (JMSContext context = factory.createContext()) {
      context.createProducer().send(context.createQueue(at), text);
    }
  }

  private String byKept(String at, String text) {
    try {
      kept.createProducer().send(kept.createQueue(at), text);
      return "sent";
    } catch (JMSRuntimeException e) {
      return e.toString();
    }
  }

  @PreDestroy
  void letGo() {
    if (kept != null) {
      kept.close();
    }
  }
}
