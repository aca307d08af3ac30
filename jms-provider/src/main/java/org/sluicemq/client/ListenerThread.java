// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import java.util.function.Consumer;

/**
 * The one thread that runs the message listeners of a session (section 6.2.13). It begins with the
 * first listener and ends with the session.
 */
final class ListenerThread extends Thread {

  private final SessionFlow flow;
  private final Consumer<Throwable> onFailure;

  ListenerThread(String sessionId, SessionFlow flow, Consumer<Throwable> onFailure) {
    super("sluice-session-" + sessionId);
    this.flow = flow;
    this.onFailure = onFailure;
    setDaemon(true);
  }

  @Override
  public void run() {
    try {
      Inbox turn = flow.awaitTurn();
      while (turn != null) {
        flow.handle(turn);
        turn = flow.awaitTurn();
      }
    } catch (RuntimeException | Error e) {
      onFailure.accept(e);
    }
  }
}
