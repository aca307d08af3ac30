// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The order desk as a server: which archives it is made of and which settings it needs. Used by the
 * launcher and by the tests.
 *
 * @param wildFlyZip the distribution
 * @param resourceAdapter the RAR
 * @param application the WAR
 */
public record OrderDesk(Path wildFlyZip, Path resourceAdapter, Path application) {

  /** The path that answers as soon as orders can be placed. */
  public static final String READY = "api/check";

  /**
   * Recovery looks for what a crash left in doubt every few seconds, not every two minutes. H2
   * rolls back but one such branch at each look, so the looks are close together.
   */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "jboss.tx.node.id", "orderdesk",
          "RecoveryEnvironmentBean.periodicRecoveryPeriod", "2",
          "RecoveryEnvironmentBean.recoveryBackoffPeriod", "1");

  /**
   * Unpacks, deploys and starts.
   *
   * @param directory holds the distribution
   * @param server the name of the server's own directory below it
   * @param portOffset added to every port
   */
  public ServerProcess start(Path directory, String server, int portOffset) throws IOException {
    WildFly wildFly = WildFly.unpacked(wildFlyZip, directory);
    ServerProcess.Settings settings =
        new ServerProcess.Settings(
            wildFly, directory.resolve(server), portOffset, PROPERTIES, List.of());
    settings.deployments().put(resourceAdapter, "sluice.rar");
    settings.deployments().put(application, "orderdesk.war");
    return ServerProcess.start(settings);
  }
}
