// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluicemq.security.SecurityFiles;

/**
 * Neither passwords nor what applications send shows in the log at its finest level, in exceptions,
 * or in what any object says of itself.
 */
class SecretsTest {

  private static final String PASSWORD = "pa55w0rd-of-ada";
  private static final String WRONG = "wr0ng-guess";
  private static final String BODY = "b0dy-of-a-message";
  private static final String PROPERTY = "pr0perty-of-a-message";

  /** Held, as the logging would forget it otherwise. */
  private static final Logger ALL = Logger.getLogger("org.sluicemq");

  private final StringBuffer told = new StringBuffer();
  private final Handler handler = new Collecting();
  @TempDir private Path directory;

  private final class Collecting extends Handler {
    @Override
    public void publish(LogRecord entry) {
      told.append(new SimpleFormatter().format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    handler.setLevel(Level.ALL);
    ALL.setLevel(Level.ALL);
    ALL.setUseParentHandlers(false);
    ALL.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    ALL.removeHandler(handler);
    ALL.setUseParentHandlers(true);
    ALL.setLevel(null);
  }

  private void note(Object something) {
    told.append(something).append('\n');
  }

  private void note(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    told.append(text);
  }

  private String writtenHash() throws IOException {
    return SecurityFiles.hash(PASSWORD).split(":")[3];
  }

  @Test
  void nothingSecretIsTold() throws Exception {
    Path file =
        SecurityFiles.write(
            directory.resolve("security"),
            1,
            SecurityFiles.user("ada", PASSWORD),
            "roles.ada = clerk",
            "queue.# = send: clerk; receive: clerk; create: clerk; browse: clerk",
            "queue.closed = create: clerk");
    SluiceConfiguration configuration =
        SluiceConfiguration.parse(
            "sluice:file:" + directory.resolve("store") + "?maxDeliveries=2&securityFile=" + file);
    SluiceConnectionFactory factory = new SluiceConnectionFactory(configuration);
    note(configuration);
    note(configuration.given());
    note(factory);
    note(assertThrows(JMSException.class, () -> factory.createConnection("ada", WRONG)));
    note(assertThrows(RuntimeException.class, () -> factory.createContext("ada", WRONG)));
    try (Connection connection = factory.createConnection("ada", PASSWORD)) {
      note(connection);
      note(connection.getMetaData());
      use(connection);
      SecurityFiles.write(file, 2, SecurityFiles.user("ada", PASSWORD), "user.eve = " + PASSWORD);
      factory.createConnection("ada", PASSWORD).close();
    }

    String all = told.toString();
    for (String secret : List.of(PASSWORD, WRONG, BODY, PROPERTY, writtenHash())) {
      assertFalse(all.contains(secret), () -> secret + " in:\n" + all);
    }
    for (String event : List.of("is running", "refused", "listener", "security file")) {
      assertTrue(all.contains(event), () -> event + " is not in:\n" + all);
    }
  }

  private void use(Connection connection) throws Exception {
    Session session = connection.createSession();
    note(session);
    MessageProducer closed = session.createProducer(new SluiceQueue("closed"));
    Message refused = session.createTextMessage(BODY);
    note(assertThrows(JMSException.class, () -> closed.send(refused)));
    try (MessageProducer producer = session.createProducer(new SluiceQueue("orders"))) {
      note(producer);
      for (Message message : messages(session)) {
        message.setStringProperty("secret", PROPERTY);
        note(message);
        producer.send(message);
        note(message);
      }
    }
    failOnEach(connection, messages(session).size());
    note(session);
  }

  private static List<Message> messages(Session session) throws JMSException {
    List<Message> all = new ArrayList<>();
    all.add(session.createTextMessage(BODY));
    all.add(session.createObjectMessage(BODY));
    BytesMessage bytes = session.createBytesMessage();
    bytes.writeBytes(BODY.getBytes(StandardCharsets.UTF_8));
    all.add(bytes);
    MapMessage map = session.createMapMessage();
    map.setString("secret", BODY);
    all.add(map);
    StreamMessage stream = session.createStreamMessage();
    stream.writeString(BODY);
    all.add(stream);
    return all;
  }

  /** Each message comes twice, and is then a dead letter. */
  private void failOnEach(Connection connection, int messages) throws Exception {
    CountDownLatch failures = new CountDownLatch(2 * messages);
    Session session = connection.createSession();
    MessageConsumer consumer = session.createConsumer(new SluiceQueue("orders"));
    consumer.setMessageListener(
        message -> {
          note(message);
          failures.countDown();
          throw new IllegalStateException("This listener fails");
        });
    connection.start();
    assertTrue(failures.await(30, TimeUnit.SECONDS), () -> "in:\n" + told);
    consumer.close();
    try (Session reader = connection.createSession();
        MessageConsumer dead = reader.createConsumer(new SluiceQueue("DLQ"))) {
      for (int i = 0; i < messages; i++) {
        Message message = dead.receive(10_000);
        note(message);
        assertEquals(PROPERTY, message.getStringProperty("secret"));
      }
    }
  }
}
