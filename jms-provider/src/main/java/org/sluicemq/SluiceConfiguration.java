// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.broker.transaction.TransactionPolicy;
import org.sluicemq.message.Address;
import org.sluicemq.security.AccessSettings;

/**
 * The settings of a broker and of the connections to it. Immutable; every value has been checked
 * when an instance exists.
 *
 * <p>A URL names the store and may give further settings: {@code sluice:file:DIRECTORY} or {@code
 * sluice:mem:NAME}, then {@code ?setting=value&setting=value}. Values may hold {@code
 * ${system.property:default}}.
 */
public final class SluiceConfiguration implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final String SCHEME = "sluice:";
  private static final String FILE = "file:";
  private static final String MEMORY = "mem:";

  private final EnumMap<Setting, String> values;

  private SluiceConfiguration(EnumMap<Setting, String> values) {
    this.values = values;
  }

  /** A stream may come from elsewhere, or from a version that took other values. */
  private void readObject(ObjectInputStream stream) throws IOException, ClassNotFoundException {
    stream.defaultReadObject();
    try {
      values.forEach(Setting::check);
    } catch (IllegalArgumentException e) {
      InvalidObjectException refusal = new InvalidObjectException(e.getMessage());
      refusal.initCause(e);
      throw refusal;
    }
  }

  /**
   * Begins a configuration that has every default.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads a URL.
   *
   * @param url as described above
   * @return the configuration it stands for
   * @throws IllegalArgumentException if it is no such URL or a setting is unknown or has a bad
   *     value
   */
  public static SluiceConfiguration parse(String url) {
    if (url == null || !url.startsWith(SCHEME)) {
      throw badUrl(url);
    }
    String rest = url.substring(SCHEME.length());
    int question = rest.indexOf('?');
    String store = question < 0 ? rest : rest.substring(0, question);
    Builder builder = builder();
    if (store.startsWith(FILE) && store.length() > FILE.length()) {
      builder.set(Setting.STORE_DIRECTORY, store.substring(FILE.length()));
    } else if (store.startsWith(MEMORY) && store.length() > MEMORY.length()) {
      builder.set(Setting.MEMORY_STORE, store.substring(MEMORY.length()));
    } else {
      throw badUrl(url);
    }
    if (question >= 0) {
      for (String pair : rest.substring(question + 1).split("&")) {
        builder.setPair(pair, url);
      }
    }
    return builder.build();
  }

  private static IllegalArgumentException badUrl(String url) {
    return new IllegalArgumentException(
        "'"
            + url
            + "' is not a Sluice URL; write sluice:file:DIRECTORY or sluice:mem:NAME, then settings"
            + " as in ?maxDeliveries=5&memoryLimit=64m");
  }

  /**
   * The text of a setting, its default when it was not given.
   *
   * @param setting which one
   * @return its value, expressions expanded
   */
  public String get(Setting setting) {
    return values.getOrDefault(setting, setting.defaultValue());
  }

  /**
   * The settings that were given.
   *
   * @return their values, a read-only map
   */
  public Map<Setting, String> given() {
    return Map.copyOf(values);
  }

  /** What brokers are shared by: the directory or the name in memory. */
  String storeKey() {
    return isInMemory() ? MEMORY + get(Setting.MEMORY_STORE) : FILE + storeDirectory();
  }

  boolean isInMemory() {
    return !get(Setting.MEMORY_STORE).isBlank();
  }

  Path storeDirectory() {
    return Path.of(get(Setting.STORE_DIRECTORY)).toAbsolutePath().normalize();
  }

  long journalSize() {
    return SettingChecks.bytes(get(Setting.JOURNAL_SIZE), 0);
  }

  long maxMessageSize() {
    return SettingChecks.bytes(get(Setting.MAX_MESSAGE_SIZE), 0);
  }

  long memoryLimit() {
    long given = SettingChecks.bytes(get(Setting.MEMORY_LIMIT), 0);
    return given == 0 ? Runtime.getRuntime().maxMemory() / 4 : given;
  }

  RedeliveryPolicy redelivery() {
    String queue = get(Setting.DEAD_LETTER_QUEUE);
    return new RedeliveryPolicy(
        Integer.parseInt(get(Setting.MAX_DELIVERIES).strip()),
        Duration.ofMillis(Long.parseLong(get(Setting.REDELIVERY_DELAY).strip())),
        queue.isBlank() ? null : Address.queue(queue));
  }

  TransactionPolicy transactions() {
    return new TransactionPolicy(
        SettingChecks.duration(get(Setting.TRANSACTION_TIMEOUT), Duration.ZERO),
        SettingChecks.duration(get(Setting.ORPHAN_AGE), Duration.ZERO));
  }

  AccessSettings access() {
    String file = get(Setting.SECURITY_FILE);
    return new AccessSettings(
        file.isBlank() ? null : Path.of(file.strip()).toAbsolutePath().normalize(),
        Boolean.parseBoolean(get(Setting.ANONYMOUS_ACCESS)),
        get(Setting.AUTHENTICATOR).strip(),
        get(Setting.AUTHORIZER).strip());
  }

  /** Collects settings. For one thread. */
  public static final class Builder {

    private final Map<Setting, String> values = new EnumMap<>(Setting.class);

    private Builder() {}

    /**
     * Gives a setting.
     *
     * @param setting which one
     * @param value its value; may hold {@code ${system.property:default}}
     * @return this
     * @throws IllegalArgumentException if the value makes no sense; the message names the setting
     */
    public Builder set(Setting setting, String value) {
      String expanded = Expressions.expand(value);
      setting.check(expanded);
      values.put(setting, expanded);
      return this;
    }

    /**
     * Gives a setting by its name.
     *
     * @param name see {@link Setting#key()}
     * @param value its value
     * @return this
     * @throws IllegalArgumentException if there is no such setting or the value makes no sense
     */
    public Builder set(String name, String value) {
      return set(Setting.named(name), value);
    }

    private void setPair(String pair, String url) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "'" + pair + "' in '" + url + "' is no setting; write setting=value");
      }
      String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
      set(pair.substring(0, equals), value);
    }

    /**
     * Ends the collection.
     *
     * @return an immutable configuration
     */
    public SluiceConfiguration build() {
      return new SluiceConfiguration(new EnumMap<>(values));
    }
  }
}
