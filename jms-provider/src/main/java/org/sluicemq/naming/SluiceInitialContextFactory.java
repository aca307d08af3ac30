// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.naming;

import java.util.Hashtable;
import java.util.Map;
import javax.naming.ConfigurationException;
import javax.naming.Context;
import javax.naming.spi.InitialContextFactory;

/**
 * Makes initial contexts that hold what their properties define, so that a Java SE program finds
 * its administered objects by name (Jakarta Messaging 3.1 section 2.2): {@code
 * java.naming.factory.initial=org.sluicemq.naming.SluiceInitialContextFactory} and
 *
 * <ul>
 *   <li>{@code connectionFactory.NAME=URL}: a {@link org.sluicemq.SluiceConnectionFactory}, which
 *       is a factory of every type, XA included;
 *   <li>{@code queue.NAME=PHYSICAL} and {@code topic.NAME=PHYSICAL}: a {@link
 *       org.sluicemq.SluiceQueue} or {@link org.sluicemq.SluiceTopic} with that physical name;
 *   <li>{@code java.naming.provider.url=URL}: binds {@code ConnectionFactory}, {@code
 *       QueueConnectionFactory}, {@code TopicConnectionFactory} and {@code XAConnectionFactory} to
 *       that URL, as far as no property defines these names. Without any {@code
 *       connectionFactory.NAME} they are bound in any case, to {@link
 *       org.sluicemq.SluiceConnectionFactory#DEFAULT_URL} when there is no such URL.
 * </ul>
 *
 * <p>{@code dynamicQueues/PHYSICAL} and {@code dynamicTopics/PHYSICAL} need no definition. A slash
 * in a NAME makes contexts, which can be looked up and listed. The prefixes are read without regard
 * to case; white space around names and values does not count.
 *
 * <p>A context reads its properties once, when it is made, cannot be changed, and may be used by
 * any thread. Looking up opens no store: the first connection does.
 */
public final class SluiceInitialContextFactory implements InitialContextFactory {

  /** Makes a factory of initial contexts. */
  public SluiceInitialContextFactory() {}

  /**
   * Makes a context.
   *
   * @param environment the properties; null for none
   * @return a context that cannot be changed
   * @throws ConfigurationException if a property cannot be read; the message names all such
   *     properties and says what to write
   */
  @Override
  public Context getInitialContext(Hashtable<?, ?> environment) throws ConfigurationException {
    return Definitions.read(environment == null ? Map.of() : environment);
  }
}
