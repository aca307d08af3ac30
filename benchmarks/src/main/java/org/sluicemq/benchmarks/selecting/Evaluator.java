// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.selecting;

import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.filter.impl.FilterImpl;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.filter.BooleanExpression;
import org.apache.activemq.filter.MessageEvaluationContext;
import org.apache.activemq.selector.SelectorParser;
import org.sluicemq.message.Address;
import org.sluicemq.message.Envelope;
import org.sluicemq.message.MessageType;
import org.sluicemq.selector.Selector;

/** A product's selectors, over messages in the form in which its broker has them in memory. */
enum Evaluator {
  SLUICE("sluice") {
    @Override
    IntPredicate prepare(String selector, List<Car> cars) throws Exception {
      List<Envelope> messages = cars.stream().map(Evaluator::envelope).toList();
      Selector parsed = Selector.parse(selector);
      return car -> parsed.matches(messages.get(car));
    }
  },
  ARTEMIS("artemis") {
    @Override
    IntPredicate prepare(String selector, List<Car> cars) throws ActiveMQException {
      List<Message> messages = cars.stream().map(Evaluator::coreMessage).toList();
      // The one header field of the rows, as the client translates it for the broker.
      Filter filter = FilterImpl.createFilter(selector.replace("JMSPriority", "AMQPriority"));
      return car -> filter.match(messages.get(car));
    }
  },
  CLASSIC("activemq-classic") {
    @Override
    IntPredicate prepare(String selector, List<Car> cars) throws Exception {
      List<MessageEvaluationContext> messages = new ArrayList<>();
      for (Car car : cars) {
        messages.add(context(car));
      }
      BooleanExpression parsed = SelectorParser.parse(selector);
      return car -> matches(parsed, messages.get(car));
    }
  };

  private final String product;

  Evaluator(String product) {
    this.product = product;
  }

  String product() {
    return product;
  }

  /** Parses a selector; what is returned says of the car of a number whether it is wanted. */
  abstract IntPredicate prepare(String selector, List<Car> cars) throws Exception;

  private static Envelope envelope(Car car) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("name", car.name());
    properties.put("weight", car.weight());
    properties.put("price", car.price());
    properties.put("sold", car.sold());
    if (car.color() != null) {
      properties.put("color", car.color());
    }
    return Envelope.builder(MessageType.TEXT, Address.queue("cars"))
        .priority(car.priority())
        .properties(properties)
        .build();
  }

  private static Message coreMessage(Car car) {
    CoreMessage message = new CoreMessage(1, 256);
    message.setPriority((byte) car.priority());
    message.putStringProperty("name", car.name());
    message.putIntProperty("weight", car.weight());
    message.putDoubleProperty("price", car.price());
    message.putBooleanProperty("sold", car.sold());
    if (car.color() != null) {
      message.putStringProperty("color", car.color());
    }
    return message;
  }

  private static MessageEvaluationContext context(Car car) throws Exception {
    ActiveMQTextMessage message = new ActiveMQTextMessage();
    message.setJMSPriority(car.priority());
    message.setStringProperty("name", car.name());
    message.setIntProperty("weight", car.weight());
    message.setDoubleProperty("price", car.price());
    message.setBooleanProperty("sold", car.sold());
    if (car.color() != null) {
      message.setStringProperty("color", car.color());
    }
    MessageEvaluationContext context = new MessageEvaluationContext();
    context.setMessageReference(message);
    return context;
  }

  private static boolean matches(BooleanExpression selector, MessageEvaluationContext context) {
    try {
      return selector.matches(context);
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
