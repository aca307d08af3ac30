// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.contender;

import java.nio.file.Files;
import java.nio.file.Path;
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
  public RunningBroker start(Path directory) throws Exception {
    Path store = directory.resolve("store");
    Sluice sluice = Sluice.open(SluiceConfiguration.parse("sluice:file:" + store));
    Settings.require(name(), "a store in its directory", true, Files.isDirectory(store));
    return new RunningBroker(sluice.connectionFactory(), sluice::close);
  }
}
