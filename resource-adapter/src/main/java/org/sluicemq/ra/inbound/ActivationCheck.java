// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.inbound;

import jakarta.jms.InvalidSelectorException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sluicemq.message.Address;
import org.sluicemq.ra.inbound.ActivationSettings.Kind;
import org.sluicemq.ra.inbound.ActivationSettings.PauseSettings;
import org.sluicemq.ra.inbound.ActivationSettings.Subscription;
import org.sluicemq.selector.Selector;

/** One check of a specification: gathers all that is wrong and tells it at once. */
final class ActivationCheck {

  private final SluiceActivationSpec spec;
  private final List<String> complaints = new ArrayList<>();
  private final List<PropertyDescriptor> properties = new ArrayList<>();

  ActivationCheck(SluiceActivationSpec spec) {
    this.spec = spec;
  }

  ActivationSettings settings() throws InvalidPropertyException {
    checkDestination();
    checkSelector();
    Subscription subscription = subscription();
    checkAcknowledgeMode();
    Kind kind = kind();
    int sessions = (int) number("maxSessions", spec.getMaxSessions(), 5, 1, 1000);
    ActivationSettings settings =
        new ActivationSettings(
            text(spec.getDestination()),
            text(spec.getDestinationLookup()),
            kind,
            text(spec.getMessageSelector()),
            text(spec.getUser()),
            spec.getPassword(),
            text(spec.getClientId()),
            subscription,
            text(spec.getConnectionFactoryLookup()),
            sessions,
            pause());
    refuseIfWrong();
    return settings;
  }

  private void checkDestination() {
    String destination = text(spec.getDestination());
    if (text(spec.getDestinationLookup()) != null) {
      return;
    }
    if (destination == null) {
      complain(
          "destination",
          "neither destination nor destinationLookup is set: set destinationLookup to the name of a"
              + " queue or topic in JNDI, or destination to its plain name");
      return;
    }
    try {
      Address.checkName(destination);
    } catch (IllegalArgumentException e) {
      complain("destination", "destination cannot be served: " + e.getMessage());
    }
  }

  private void checkSelector() {
    try {
      Selector.parse(spec.getMessageSelector());
    } catch (InvalidSelectorException e) {
      complain("messageSelector", "messageSelector cannot be read: " + e.getMessage());
    }
  }

  /** The named subscription; null for one of the connection's own. */
  private Subscription subscription() {
    String durability = text(spec.getSubscriptionDurability());
    String name = text(spec.getSubscriptionName());
    boolean durable = "Durable".equals(durability);
    if (durability != null && !durable && !"NonDurable".equals(durability)) {
      complain(
          "subscriptionDurability",
          "subscriptionDurability is " + durability + ": it can be Durable or NonDurable");
    }
    if (durable && Queue.class.getName().equals(text(spec.getDestinationType()))) {
      complain(
          "subscriptionDurability",
          "subscriptionDurability is Durable, and destinationType is jakarta.jms.Queue, which has"
              + " no subscriptions: leave subscriptionDurability out");
    }
    if (durable && name == null) {
      complain(
          "subscriptionName",
          "subscriptionDurability is Durable, and subscriptionName is not set: set it to the name"
              + " under which the subscription is to be found again");
    }
    return name == null ? null : new Subscription(name, durable);
  }

  private Kind kind() {
    String type = text(spec.getDestinationType());
    if (type == null || type.equals(Queue.class.getName())) {
      return Kind.QUEUE;
    }
    if (!type.equals(Topic.class.getName())) {
      complain(
          "destinationType",
          "destinationType is "
              + type
              + ": it can be jakarta.jms.Queue or jakarta.jms.Topic, nothing else");
    }
    return Kind.TOPIC;
  }

  /** Both modes are the same here: an acknowledgement outside a transaction waits for no disk. */
  private void checkAcknowledgeMode() {
    String mode = text(spec.getAcknowledgeMode());
    if (mode != null
        && !mode.equalsIgnoreCase("Auto-acknowledge")
        && !mode.equalsIgnoreCase("Dups-ok-acknowledge")) {
      complain(
          "acknowledgeMode",
          "acknowledgeMode is "
              + mode
              + ": it can be Auto-acknowledge or Dups-ok-acknowledge, nothing else");
    }
  }

  private PauseSettings pause() {
    long failures = number("failuresBeforePause", spec.getFailuresBeforePause(), 10, 0, 1_000_000);
    long longest = number("longestPause", spec.getLongestPause(), 30_000, 1, 86_400_000);
    long first = number("firstPause", spec.getFirstPause(), Math.min(100, longest), 1, longest);
    return new PauseSettings((int) failures, Duration.ofMillis(first), Duration.ofMillis(longest));
  }

  private long number(String property, String value, long unset, long least, long most) {
    String text = text(value);
    if (text == null) {
      return unset;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      complain(property, property + " is '" + text + "', which is not a whole number");
      return unset;
    }
    complain(property, property + " is " + text + ": it can be " + least + " to " + most);
    return unset;
  }

  private static String text(String value) {
    return value == null || value.isBlank() ? null : value.trim();
  }

  private void complain(String property, String complaint) {
    complaints.add(complaint);
    try {
      properties.add(new PropertyDescriptor(property, SluiceActivationSpec.class));
    } catch (IntrospectionException e) {
      throw new IllegalArgumentException("No activation property is called " + property, e);
    }
  }

  private void refuseIfWrong() throws InvalidPropertyException {
    if (!complaints.isEmpty()) {
      InvalidPropertyException refusal =
          new InvalidPropertyException(
              "The activation cannot be served: " + String.join("; ", complaints) + ".");
      refusal.setInvalidPropertyDescriptors(properties.toArray(PropertyDescriptor[]::new));
      throw refusal;
    }
  }
}
