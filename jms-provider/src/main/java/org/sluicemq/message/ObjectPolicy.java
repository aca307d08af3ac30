// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import jakarta.jms.MessageFormatException;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Objects;
import java.util.function.LongSupplier;

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

  /** The name of the setting that holds the {@link ObjectLimits}. */
  public static final String LIMITS_SETTING = "objectMessageLimits";

  /** Trusts the JDK's values only. */
  public static final ObjectPolicy STANDARD = trusting("");

  /** Trusts every class, and has no limits. */
  public static final ObjectPolicy EVERYTHING = trusting("*");

  private final TrustedClasses trusted;
  private final ObjectLimits limits;
  private final LongSupplier nanoseconds;

  private ObjectPolicy(TrustedClasses trusted, ObjectLimits limits, LongSupplier nanoseconds) {
    this.trusted = trusted;
    this.limits = limits;
    this.nanoseconds = nanoseconds;
  }

  /**
   * Makes a policy with the standard limits, or with none where everything is trusted.
   *
   * @param classesAndPackages names separated by commas, each a class or a package with all below
   *     it; {@code *} for everything; empty or null for the JDK's values only
   * @return the policy
   * @throws IllegalArgumentException naming the entry that is not a name
   */
  public static ObjectPolicy trusting(String classesAndPackages) {
    TrustedClasses trusted = TrustedClasses.parse(classesAndPackages);
    return new ObjectPolicy(
        trusted,
        trusted.everything() ? ObjectLimits.NONE : ObjectLimits.STANDARD,
        System::nanoTime);
  }

  /**
   * Makes the same policy with other limits.
   *
   * @param newLimits the limits, which hold even where everything is trusted
   * @return the policy
   */
  public ObjectPolicy within(ObjectLimits newLimits) {
    return new ObjectPolicy(trusted, Objects.requireNonNull(newLimits), nanoseconds);
  }

  /** Makes the same policy over another clock, which counts nanoseconds and only goes forward. */
  ObjectPolicy timedBy(LongSupplier clock) {
    return new ObjectPolicy(trusted, limits, clock);
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

  /**
   * Makes the object that bytes hold.
   *
   * <p>Running out of memory is told as it is: it happens to the JVM, and rarely by this message
   * alone. Running out of stack is the message's own doing.
   *
   * @throws MessageFormatException when it is not trusted, over a limit, or damaged
   */
  Serializable deserialize(Body bytes) throws MessageFormatException {
    TrustFilter filter = new TrustFilter(trusted, limits, bytes.length(), nanoseconds);
    try (TrustingObjectInput in = new TrustingObjectInput(bytes.stream(), filter)) {
      return (Serializable) in.readObject();
    } catch (ClassNotFoundException e) {
      throw refusal(
          "The class "
              + e.getMessage()
              + " of an object message was found neither by the thread's context class loader nor"
              + " by Sluice's: make it visible to the consumer",
          e);
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
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
