// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.MessageFormatException;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Objects;

/**
 * Which objects a received object message may bring to life. Deserializing runs code of the classes
 * in the message, chosen by its sender; so a class must be trusted by name, and the shape of the
 * whole stays within limits. Immutable and safe between threads.
 *
 * <p>Values of the JDK are trusted at all times: boxed primitives and strings, {@code java.math},
 * {@code java.time}, the collections of {@code java.util}, and arrays of these.
 */
public final class ObjectPolicy {

  /** The name of the setting that holds the trusted classes and packages. */
  public static final String SETTING = "objectMessageTrustedPackages";

  /** Trusts the JDK's values only. */
  public static final ObjectPolicy STANDARD = trusting("");

  /** Trusts every class, and has no limits. */
  public static final ObjectPolicy EVERYTHING = trusting("*");

  private final TrustedClasses trusted;
  private final Limits limits;

  /**
   * How large a received object may be. Depth is held low because a few nested sets or maps make
   * their hash codes take time exponential in it.
   *
   * @param depth how deep objects may refer to objects
   * @param references how many objects there may be
   * @param arrayLength how long an array, or a collection's inner array, may be
   */
  public record Limits(long depth, long references, long arrayLength) {
    /** Depth 24, a million references, arrays of 16 Mi elements. */
    public static final Limits STANDARD = new Limits(24, 1_000_000, 16 << 20);
  }

  private ObjectPolicy(TrustedClasses trusted, Limits limits) {
    this.trusted = trusted;
    this.limits = limits;
  }

  /**
   * Makes a policy with the standard limits.
   *
   * @param classesAndPackages names separated by commas, each a class or a package with all below
   *     it; {@code *} for everything and no limits; empty or null for the JDK's values only
   * @return the policy
   * @throws IllegalArgumentException naming the entry that is not a name
   */
  public static ObjectPolicy trusting(String classesAndPackages) {
    return new ObjectPolicy(TrustedClasses.parse(classesAndPackages), Limits.STANDARD);
  }

  /**
   * Makes the same policy with other limits.
   *
   * @param newLimits the limits, which {@code *} passes over
   * @return the policy
   */
  public ObjectPolicy within(Limits newLimits) {
    return new ObjectPolicy(trusted, Objects.requireNonNull(newLimits));
  }

  static Body serialize(Serializable object) throws MessageFormatException {
    WireWriter bytes = new WireWriter(512);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes.asStream())) {
      out.writeObject(object);
    } catch (IOException | RuntimeException e) {
      throw refusal("A " + object.getClass().getName() + " cannot be serialized: " + e, e);
    }
    return bytes.toBody();
  }

  Serializable deserialize(Body bytes) throws MessageFormatException {
    TrustFilter filter = new TrustFilter(trusted, limits);
    try (TrustingObjectInput in = new TrustingObjectInput(bytes.stream(), filter)) {
      return (Serializable) in.readObject();
    } catch (ClassNotFoundException e) {
      throw refusal(
          "The class "
              + e.getMessage()
              + " of an object message was found neither by the thread's context class loader nor"
              + " by Sluice's: make it visible to the consumer",
          e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      String why = filter.refusal();
      throw refusal(
          why != null ? why : "The body of the object message cannot be deserialized: " + e, e);
    }
  }

  private static MessageFormatException refusal(String text, Throwable cause) {
    MessageFormatException refusal = new MessageFormatException(text);
    refusal.initCause(cause);
    return refusal;
  }
}
