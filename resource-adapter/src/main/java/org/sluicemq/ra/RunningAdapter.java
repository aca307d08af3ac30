// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra;

import jakarta.jms.JMSException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.transaction.xa.XAResource;
import org.sluicemq.Sluice;
import org.sluicemq.SluiceConfiguration;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.ra.inbound.Activation;
import org.sluicemq.ra.inbound.DeliveryThreads;
import org.sluicemq.ra.inbound.SluiceActivationSpec;

/**
 * A started adapter: its share of a broker, the activations on it and the connection that recovery
 * uses. Safe for any thread.
 */
final class RunningAdapter {

  private static final Logger LOG = System.getLogger(RunningAdapter.class.getName());

  private record ActivationKey(MessageEndpointFactory factory, ActivationSpec spec) {}

  private final Sluice broker;
  private final DeliveryThreads threads;
  private final TransactionSynchronizationRegistry transactionRegistry;
  private final ConcurrentMap<ActivationKey, Activation> activations = new ConcurrentHashMap<>();

  private RunningAdapter(
      Sluice broker,
      DeliveryThreads threads,
      TransactionSynchronizationRegistry transactionRegistry) {
    this.broker = broker;
    this.threads = threads;
    this.transactionRegistry = transactionRegistry;
  }

  static RunningAdapter start(BootstrapContext context, Map<String, String> settings)
      throws ResourceAdapterInternalException {
    DriverRegistration.used();
    Sluice broker;
    try {
      broker = open(settings);
    } catch (ResourceAdapterInternalException e) {
      DriverRegistration.released();
      throw e;
    }
    LOG.log(Level.INFO, "Sluice resource adapter started");
    return new RunningAdapter(
        broker, DeliveryThreads.of(context), context.getTransactionSynchronizationRegistry());
  }

  private static Sluice open(Map<String, String> settings) throws ResourceAdapterInternalException {
    try {
      SluiceConfiguration.Builder configuration = SluiceConfiguration.builder();
      settings.forEach(configuration::set);
      return Sluice.open(configuration.build());
    } catch (JMSException | RuntimeException e) {
      throw new ResourceAdapterInternalException(
          "Sluice cannot start with the settings " + settings + ": " + e.getMessage(), e);
    }
  }

  SluiceConnectionFactory connectionFactory() {
    return broker.connectionFactory();
  }

  /** Null if the server has none. */
  TransactionSynchronizationRegistry transactionRegistry() {
    return transactionRegistry;
  }

  void activate(MessageEndpointFactory factory, SluiceActivationSpec spec)
      throws ResourceException {
    Activation activation =
        new Activation(spec.settings(), factory, broker.connectionFactory(), threads);
    activations.put(new ActivationKey(factory, spec), activation);
    activation.start();
  }

  void deactivate(MessageEndpointFactory factory, ActivationSpec spec) {
    Activation activation = activations.remove(new ActivationKey(factory, spec));
    if (activation != null) {
      activation.stop();
    }
  }

  /** Tells and decides all prepared branches of the broker, whoever prepared them. */
  XAResource recoveryResource() {
    return broker.recoveryResource();
  }

  void stop() {
    List.copyOf(activations.values()).forEach(Activation::askToStop);
    List.copyOf(activations.values()).forEach(Activation::stop);
    activations.clear();
    try {
      broker.close();
    } catch (JMSException e) {
      LOG.log(Level.ERROR, "The broker did not stop cleanly; what is stored is safe", e);
    }
    DriverRegistration.released();
    LOG.log(Level.INFO, "Sluice resource adapter stopped");
  }
}
