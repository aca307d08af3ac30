// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.broker.transaction;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what a class logs, and keeps it off the console. */
public final class Logs extends Handler implements AutoCloseable {

  private final Logger logger;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  public Logs(Class<?> of) {
    logger = Logger.getLogger(of.getName());
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  /** What was logged so far. */
  public List<String> lines() {
    return lines;
  }

  @Override
  public void publish(LogRecord line) {
    Object[] values = line.getParameters();
    lines.add(values == null ? line.getMessage() : MessageFormat.format(line.getMessage(), values));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
