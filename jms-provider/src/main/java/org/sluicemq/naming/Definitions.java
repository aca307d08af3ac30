// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.naming;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.naming.CompositeName;
import javax.naming.ConfigurationException;
import javax.naming.Context;
import javax.naming.InvalidNameException;
import javax.naming.Name;
import org.sluicemq.SluiceConnectionFactory;
import org.sluicemq.SluiceQueue;
import org.sluicemq.SluiceTopic;

/**
 * Reads what the properties of an environment define. It collects everything that is wrong before
 * it refuses, so that one attempt shows it all. For one thread and one reading.
 */
final class Definitions {

  static final String DYNAMIC_QUEUES = "dynamicQueues";
  static final String DYNAMIC_TOPICS = "dynamicTopics";

  private static final List<String> DEFAULT_FACTORIES =
      List.of(
          "ConnectionFactory",
          "QueueConnectionFactory",
          "TopicConnectionFactory",
          "XAConnectionFactory");

  /** What a property can define, and how it is written. */
  private enum Kind {
    FACTORY("connectionFactory.", "sluice:file:DIRECTORY or sluice:mem:NAME"),
    QUEUE("queue.", "the physical name of a queue"),
    TOPIC("topic.", "the physical name of a topic");

    private final String prefix;
    private final String expected;

    Kind(String prefix, String expected) {
      this.prefix = prefix;
      this.expected = expected;
    }

    boolean isDefinedBy(String property) {
      return property.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    Object make(String value) {
      return switch (this) {
        case FACTORY -> new SluiceConnectionFactory(value);
        case QUEUE -> new SluiceQueue(value);
        case TOPIC -> new SluiceTopic(value);
      };
    }
  }

  private record Definition(String source, Name name, Object object) {}

  private final Map<?, ?> environment;
  private final List<Definition> definitions = new ArrayList<>();
  private final List<ConfigurationException> problems = new ArrayList<>();

  private Definitions(Map<?, ?> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Makes the context that an environment defines. */
  static DefinedContext read(Map<?, ?> environment) throws ConfigurationException {
    Definitions reading = new Definitions(environment);
    reading.readDynamic(DYNAMIC_QUEUES, SluiceQueue::new);
    reading.readDynamic(DYNAMIC_TOPICS, SluiceTopic::new);
    boolean anyFactory = reading.readProperties();
    reading.readProviderUrl(anyFactory);
    reading.refuseProblems();
    Map<Name, Object> objects = new TreeMap<>();
    reading.definitions.forEach(definition -> objects.put(definition.name, definition.object));
    return new DefinedContext(reading.environment, new CompositeName(), objects);
  }

  private void readDynamic(String context, Function<String, Object> maker) {
    Name place = Names.below(new CompositeName(), context);
    definitions.add(new Definition(context, place, new DynamicContext(environment, place, maker)));
  }

  private boolean readProperties() {
    boolean anyFactory = false;
    for (String property : propertiesInOrder()) {
      for (Kind kind : Kind.values()) {
        if (kind.isDefinedBy(property)) {
          anyFactory |= kind == Kind.FACTORY;
          readProperty(kind, property);
        }
      }
    }
    return anyFactory;
  }

  /** In order, so that the same mistakes are told in the same way each time. */
  private List<String> propertiesInOrder() {
    return environment.keySet().stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .sorted()
        .toList();
  }

  private void readProperty(Kind kind, String property) {
    try {
      Name name = name(kind, property);
      Object object = kind.make(text(property, kind.expected));
      Definition earlier = overlapping(name);
      if (earlier == null) {
        definitions.add(new Definition(property, name, object));
      } else {
        throw new IllegalArgumentException(
            "'"
                + name
                + "' and the '"
                + earlier.name
                + "' of "
                + earlier.source
                + " cannot both be; choose another name");
      }
    } catch (IllegalArgumentException | InvalidNameException e) {
      problems.add(problem(property, e));
    }
  }

  private static Name name(Kind kind, String property) throws InvalidNameException {
    String written = property.substring(kind.prefix.length()).strip();
    Name name = Names.withoutEmptyParts(new CompositeName(written));
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no name behind '" + kind.prefix + "'; write " + kind.prefix + "NAME");
    }
    return name;
  }

  private String text(String property, String expected) {
    Object value = environment.get(property);
    if (!(value instanceof String text)) {
      throw new IllegalArgumentException(
          "its value is a " + value.getClass().getName() + "; give a String, " + expected);
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException("it has no value; give " + expected);
    }
    return text.strip();
  }

  /** The definition with the same name, or that would have to be a context and an object. */
  private Definition overlapping(Name name) {
    return definitions.stream()
        .filter(other -> name.startsWith(other.name) || other.name.startsWith(name))
        .findFirst()
        .orElse(null);
  }

  private void readProviderUrl(boolean anyFactory) {
    boolean given = environment.containsKey(Context.PROVIDER_URL);
    if (!given && anyFactory) {
      return;
    }
    try {
      Object factory =
          given
              ? Kind.FACTORY.make(text(Context.PROVIDER_URL, Kind.FACTORY.expected))
              : new SluiceConnectionFactory();
      for (String name : DEFAULT_FACTORIES) {
        Name place = Names.below(new CompositeName(), name);
        if (overlapping(place) == null) {
          definitions.add(new Definition(Context.PROVIDER_URL, place, factory));
        }
      }
    } catch (IllegalArgumentException e) {
      problems.add(problem(Context.PROVIDER_URL, e));
    }
  }

  private static ConfigurationException problem(String property, Exception cause) {
    ConfigurationException problem =
        new ConfigurationException("The property " + property + ": " + cause.getMessage());
    problem.initCause(cause);
    return problem;
  }

  private void refuseProblems() throws ConfigurationException {
    if (problems.size() == 1) {
      throw problems.get(0);
    }
    if (!problems.isEmpty()) {
      ConfigurationException all =
          new ConfigurationException(
              problems.size()
                  + " properties cannot be read. "
                  + String.join(". ", problems.stream().map(Throwable::getMessage).toList()));
      problems.forEach(all::addSuppressed);
      throw all;
    }
  }
}
