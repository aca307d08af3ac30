// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SluiceConfigurationTest {

  @Test
  void urlNamesADirectoryAndSettings() {
    SluiceConfiguration configuration =
        SluiceConfiguration.parse("sluice:file:/data/mq?maxDeliveries=5&memoryLimit=64m");
    assertEquals(Path.of("/data/mq").toAbsolutePath(), configuration.storeDirectory());
    assertEquals(5, configuration.redelivery().maxDeliveries());
    assertEquals(64L << 20, configuration.memoryLimit());
  }

  @Test
  void urlNamesAStoreInMemory() {
    SluiceConfiguration configuration = SluiceConfiguration.parse("sluice:mem:trial");
    assertTrue(configuration.isInMemory());
    assertEquals("mem:trial", configuration.storeKey());
  }

  @Test
  void sameDirectoryWrittenDifferentlyIsTheSameStore() {
    assertEquals(
        SluiceConfiguration.parse("sluice:file:a/../b").storeKey(),
        SluiceConfiguration.parse("sluice:file:./b").storeKey());
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void everyDefaultIsAccepted(Setting setting) {
    SluiceConfiguration configuration =
        SluiceConfiguration.builder().set(setting, setting.defaultValue()).build();
    assertEquals(setting.defaultValue(), configuration.get(setting));
  }

  @Test
  void unknownSettingIsRefusedWithTheNearestOne() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> SluiceConfiguration.parse("sluice:mem:x?maxDelivery=5"));
    assertTrue(refusal.getMessage().contains("'maxDelivery'"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("Did you mean 'maxDeliveries'"));
  }

  @ParameterizedTest
  @CsvSource({
    "maxDeliveries, many",
    "maxDeliveries, -1",
    "memoryLimit, 12x",
    "memoryLimit, k",
    "memoryLimit, 99999999999g",
    "journalSize, 1k",
    "deadLetterQueue, a*b",
    "storeDirectory, ' '",
    "redeliveryDelay, 1.5",
    "transactionTimeout, 0",
    "transactionTimeout, 999",
    "transactionTimeout, soon",
    "transactionTimeout, 1w",
    "orphanAge, 99999999999999999999h",
    "orphanAge, 36501d",
  })
  void badValueIsRefusedWithTheSettingAndTheValue(String setting, String value) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> SluiceConfiguration.builder().set(setting, value));
    assertTrue(refusal.getMessage().contains(setting), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("'" + value + "'"), refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "1500, 1500",
    "1500ms, 1500",
    "30s, 30000",
    "10m, 600000",
    "' 1 h ', 3600000",
    "7d, 604800000",
  })
  void timesHaveEndings(String value, long millis) {
    SluiceConfiguration configuration =
        SluiceConfiguration.builder()
            .set("transactionTimeout", value)
            .set("orphanAge", value)
            .build();
    assertEquals(millis, configuration.transactions().timeout().toMillis());
    assertEquals(millis, configuration.transactions().orphanAge().toMillis());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "tcp://localhost", "sluice:", "sluice:file:", "sluice:mem:", "sluice:x:y"})
  void badUrlIsRefusedWithTheFormThatIsExpected(String url) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> SluiceConfiguration.parse(url));
    assertTrue(refusal.getMessage().contains("sluice:file:DIRECTORY"), refusal.getMessage());
  }

  @Test
  void settingWithoutAValueIsRefused() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> SluiceConfiguration.parse("sluice:mem:x?maxDeliveries"));
    assertTrue(refusal.getMessage().contains("setting=value"), refusal.getMessage());
  }

  @Test
  void expressionTakesASystemPropertyOrItsDefault() {
    System.setProperty("sluice.test.base", "/srv");
    try {
      assertEquals("/srv/mq", Expressions.expand("${sluice.test.base:x}/mq"));
      assertEquals("y/mq", Expressions.expand("${sluice.test.none:${sluice.test.no:y}}/mq"));
      assertEquals("/srv", Expressions.expand("${sluice.test.none:${sluice.test.base}}"));
    } finally {
      System.clearProperty("sluice.test.base");
    }
  }

  @Test
  void expressionWithoutValueOrDefaultNamesTheProperty() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Expressions.expand("${sluice.test.none}"));
    assertTrue(refusal.getMessage().contains("'sluice.test.none'"), refusal.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Expressions.expand("${open"));
  }
}
