// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.server.app;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSConnectionFactoryDefinition;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.StringJoiner;

/** What a test asks the application to do: {@code /do?action=…&…}, answered with plain text. */
@WebServlet("/do")
@JMSDestinationDefinition(
    name = Places.NOTES_LOOKUP,
    interfaceName = "jakarta.jms.Queue",
    className = "org.sluicemq.ra.AdministeredQueue",
    resourceAdapter = "sluice",
    destinationName = Places.NOTES,
    properties = "name=" + Places.NOTES)
@JMSConnectionFactoryDefinition(
    name = Places.OWN_FACTORY,
    interfaceName = "jakarta.jms.ConnectionFactory",
    resourceAdapter = "sluice",
    user = "ada",
    password = "secret")
@JMSConnectionFactoryDefinition(
    name = Places.OUTSIDE_FACTORY,
    interfaceName = "jakarta.jms.ConnectionFactory",
    resourceAdapter = "sluice",
    transactional = false,
    properties = "outsideTransactions=allow")
@JMSConnectionFactoryDefinition(
    name = Places.UNTOLD_FACTORY,
    interfaceName = "jakarta.jms.ConnectionFactory",
    resourceAdapter = "sluice",
    transactional = false)
public class ContractServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Resource(lookup = Places.FACTORY)
  private transient ConnectionFactory factory;

  @Resource(lookup = Places.OWN_FACTORY)
  private transient ConnectionFactory defined;

  @Resource(lookup = Places.OUTSIDE_FACTORY)
  private transient ConnectionFactory outside;

  @Resource(lookup = Places.UNTOLD_FACTORY)
  private transient ConnectionFactory untold;

  @Inject
  @JMSConnectionFactory(Places.FACTORY)
  private transient JMSContext injected;

  @Resource private transient UserTransaction transaction;

  @EJB private transient Ledger ledger;

  @EJB private transient Auditor auditor;

  /** Got by one request and used by others, as applications should not. */
  private transient JMSContext keptContext;

  private transient Connection keptConnection;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    try {
      response.getWriter().print(answer(request));
    } catch (Exception e) {
      response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
      response.getWriter().print(e);
      log("The action failed", e);
    }
  }

  private String answer(HttpServletRequest request) throws Exception {
    String text = request.getParameter("text");
    String at = request.getParameter("at");
    return switch (request.getParameter("action")) {
      case "inject" -> {
        injected.createProducer().send(destination(injected, at), text);
        yield "sent";
      }
      case "define" -> {
        try (JMSContext context = defined.createContext()) {
          context.createProducer().send(destination(context, at), text);
        }
        yield "sent";
      }
      case "send" -> {
        send(at, text);
        yield "sent";
      }
      case "place" -> place(at, text, request.getParameter("end"));
      case "take" -> take(at, request.getParameter("end"));
      case "receive" -> receive(at, Long.parseLong(request.getParameter("timeout")));
      case "early" -> cases(factory).early(at, text);
      case "second" -> cases(factory).second(at, text);
      case "slow" -> cases(factory).slow(at, text);
      case "outside" -> cases(outside).outside(at, text);
      case "untold" -> cases(untold).outside(at, text);
      case "keep" -> {
        keptContext = factory.createContext();
        keptConnection = factory.createConnection();
        yield "kept";
      }
      case "kept context" -> cases(factory).kept(keptContext, at, text);
      case "kept connection" -> cases(factory).kept(keptConnection, at, text);
      case "audit" -> audit(at, text);
      case "let go" -> {
        keptContext.close();
        keptConnection.close();
        yield "let go";
      }
      case "browse" -> browse(at);
      case "process" -> String.valueOf(ProcessHandle.current().pid());
      case "rows" -> ledger.texts(at);
      default -> throw new IllegalArgumentException("No action of that name");
    };
  }

  /** Sends by a bean in and out of a transaction that is rolled back; tells of its kept one. */
  private String audit(String at, String text) throws Exception {
    auditor.keep();
    transaction.begin();
    auditor.within(at, text + " within");
    auditor.outside(at, text + " outside");
    auditor.apart(at, text + " apart");
    String within = auditor.withinByKept(at, text + " kept within");
    String outside = auditor.outsideByKept(at, text + " kept outside");
    transaction.rollback();
    return within + "\n" + outside;
  }

  private BoundaryCases cases(ConnectionFactory of) {
    return new BoundaryCases(transaction, of);
  }

  private void send(String at, String text) {
    try (JMSContext context = factory.createContext()) {
      context.createProducer().send(destination(context, at), text);
    }
  }

  /** A row and a message in one transaction, ended as told. */
  private String place(String at, String text, String end) throws Exception {
    transaction.begin();
    if (end.equals("halt")) {
      HaltingResource.enlist();
    }
    ledger.placed(text);
    send(at, text);
    end(end);
    return "placed";
  }

  /** A message received and a row written in one transaction, ended as told. */
  private String take(String at, String end) throws Exception {
    transaction.begin();
    String taken = receive(at, 5000);
    ledger.placed(taken);
    end(end);
    return taken;
  }

  private void end(String end) throws Exception {
    if (end.equals("rollback")) {
      transaction.rollback();
    } else {
      transaction.commit();
    }
  }

  private String receive(String at, long timeout) throws JMSException {
    try (JMSContext context = factory.createContext()) {
      Message message = context.createConsumer(destination(context, at)).receive(timeout);
      return message == null ? "nothing" : description(message);
    }
  }

  private String browse(String at) throws JMSException {
    try (JMSContext context = factory.createContext();
        QueueBrowser browser = context.createBrowser(context.createQueue(at))) {
      StringJoiner texts = new StringJoiner("\n");
      Enumeration<?> messages = browser.getEnumeration();
      while (messages.hasMoreElements()) {
        texts.add(description((Message) messages.nextElement()));
      }
      return texts.toString();
    }
  }

  private static Destination destination(JMSContext context, String at) {
    return at.equals(Places.NEWS) ? context.createTopic(at) : context.createQueue(at);
  }

  private static String description(Message message) throws JMSException {
    StringJoiner all = new StringJoiner("|");
    all.add(message.getBody(String.class));
    List<String> names = new ArrayList<>();
    Enumeration<?> properties = message.getPropertyNames();
    while (properties.hasMoreElements()) {
      names.add((String) properties.nextElement());
    }
    Collections.sort(names);
    for (String name : names) {
      all.add(name + "=" + message.getObjectProperty(name));
    }
    return all.toString();
  }
}
