// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceFlushesTest {

  private static final String WITH_FLUSHES = " 1 2 3 4 5 6 7 8 0 10 11 12 13 14 15 4711 17\n";
  private static final String WITHOUT_FLUSHES = " 1 2 3 4 5 6 7 8 0 10 11\n";

  @TempDir private Path root;
  private Path mounts;
  private Path devices;
  private Path stores;

  @BeforeEach
  void describeMounts() throws IOException {
    stores = Files.createDirectories(root.resolve("disk/stores")).toRealPath();
    devices = Files.createDirectories(root.resolve("devices"));
    mounts =
        Files.writeString(
            root.resolve("mounts"),
            "1 0 8:0 / / rw - ext4 none rw\n"
                + "2 1 9:1 / "
                + stores.getParent()
                + " rw - ext4 none rw\n"
                + "3 1 7:0 / /elsewhere rw - ext4 none rw\n");
  }

  @Test
  void flushesOfTheNearestMountAreRead() throws IOException {
    device("9:1", WITH_FLUSHES);
    assertEquals(OptionalLong.of(4711), locate());
  }

  @Test
  void flushesOfAPartitionAreThoseOfItsDisk() throws IOException {
    Path disk = Files.createDirectories(root.resolve("disk0"));
    Files.writeString(disk.resolve("stat"), WITH_FLUSHES);
    Path partition = Files.createDirectories(disk.resolve("disk0p1"));
    Files.writeString(partition.resolve("partition"), "1\n");
    Files.createSymbolicLink(devices.resolve("9:1"), partition);
    assertEquals(OptionalLong.of(4711), locate());
  }

  @Test
  void kernelWithoutTheCounterIsNotAsked() throws IOException {
    device("9:1", WITHOUT_FLUSHES);
    assertTrue(DeviceFlushes.locate(stores, mounts, devices).isEmpty());
  }

  @Test
  void systemWithoutMountTableIsNotAsked() throws IOException {
    assertTrue(DeviceFlushes.locate(stores, root.resolve("none"), devices).isEmpty());
  }

  private OptionalLong locate() throws IOException {
    return DeviceFlushes.locate(stores, mounts, devices).orElseThrow().count();
  }

  private void device(String number, String statistics) throws IOException {
    Path device = Files.createDirectories(devices.resolve(number));
    Files.writeString(device.resolve("stat"), statistics);
  }
}
