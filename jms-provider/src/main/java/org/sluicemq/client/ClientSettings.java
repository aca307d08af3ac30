// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.sluicemq.message.ObjectPolicy;

/**
 * What a connection is made with.
 *
 * @param clientId the configured client identifier (section 6.1.2), or null; an application cannot
 *     replace one that is configured
 * @param userName who connects, or null for nobody in particular
 * @param objectPolicy what received object messages may hold
 * @param clock tells the time of a send
 * @param ticks counts nanoseconds from an arbitrary origin, to measure how long listeners take
 */
public record ClientSettings(
    String clientId,
    String userName,
    ObjectPolicy objectPolicy,
    InstantSource clock,
    LongSupplier ticks) {

  /** No client identifier, no user, the standard policy, the system's clock. */
  public static final ClientSettings DEFAULTS =
      new ClientSettings(
          null, null, ObjectPolicy.STANDARD, InstantSource.system(), System::nanoTime);

  /** Makes settings; an empty client identifier or user name stands for none. */
  public ClientSettings {
    clientId = clientId == null || clientId.isEmpty() ? null : clientId;
    userName = userName == null || userName.isEmpty() ? null : userName;
    Objects.requireNonNull(objectPolicy, "objectPolicy");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(ticks, "ticks");
  }

  /**
   * The same settings with another client identifier.
   *
   * @param newClientId the identifier, or null
   * @return new settings
   */
  public ClientSettings withClientId(String newClientId) {
    return new ClientSettings(newClientId, userName, objectPolicy, clock, ticks);
  }

  /**
   * The same settings for another user.
   *
   * @param newUserName the user, or null
   * @return new settings
   */
  public ClientSettings withUserName(String newUserName) {
    return new ClientSettings(clientId, newUserName, objectPolicy, clock, ticks);
  }

  /**
   * The same settings with another policy for object messages.
   *
   * @param newPolicy the policy
   * @return new settings
   */
  public ClientSettings withObjectPolicy(ObjectPolicy newPolicy) {
    return new ClientSettings(clientId, userName, newPolicy, clock, ticks);
  }

  /**
   * The same settings with another clock.
   *
   * @param newClock the clock
   * @return new settings
   */
  public ClientSettings withClock(InstantSource newClock) {
    return new ClientSettings(clientId, userName, objectPolicy, newClock, ticks);
  }

  /**
   * The same settings with another measure of how long listeners take.
   *
   * @param newTicks counts nanoseconds
   * @return new settings
   */
  public ClientSettings withTicks(LongSupplier newTicks) {
    return new ClientSettings(clientId, userName, objectPolicy, clock, newTicks);
  }
}
