// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.contender;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.sluicemq.Sluice;
import org.sluicemq.SluiceConfiguration;

/** Sluice as it comes, on a store in a directory. */
final class SluiceContender implements Contender {

  @Override
  public String name() {
    return "sluice";
  }

  @Override
  public String product() {
    return "Sluice";
  }

  @Override
  public String settings() {
    return "store in a directory, all settings at their defaults";
  }

  @Override
  public boolean forcesEverySend() {
    return true;
  }

  @Override
  public boolean sendsAsynchronously() {
    return true;
  }

  @Override
  public boolean variant() {
    return false;
  }

  @Override
  public RunningBroker start(Path directory) throws Exception {
    Path store = directory.resolve("store");
    Sluice sluice = Sluice.open(SluiceConfiguration.parse("sluice:file:" + store));
    Settings.require(name(), "a store in its directory", true, Files.isDirectory(store));
    return new RunningBroker(
        sluice.connectionFactory(),
        sluice.connectionFactory(),
        SluiceContender::depth,
        sluice::close);
  }

  private static long depth(String queue) throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName pattern =
        new ObjectName(
            "org.sluicemq:type=Destination,broker=*,kind=queue,name=" + ObjectName.quote(queue));
    ObjectName bean = server.queryNames(pattern, null).iterator().next();
    return (Long) server.getAttribute(bean, "Depth");
  }
}
