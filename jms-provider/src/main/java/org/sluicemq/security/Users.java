// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.login.FailedLoginException;

/**
 * The users of a file, and the passwords that have been found right. Who does not exist is checked
 * against a hash that nothing fits, so that a refusal takes as long as one for a wrong password.
 *
 * <p>To derive a key is slow on purpose. So that those who connect often need not wait each time, a
 * password that was right is remembered as an HMAC under a key that is made with this object and
 * never leaves it; the next time that is compared. A wrong password is always derived. Thread-safe.
 */
final class Users implements Authenticator {

  private static final String HMAC = "HmacSHA256";

  /** A user and the hash of the password. */
  record User(Identity identity, PasswordHash password) {}

  private final Map<String, User> users;
  private final User nobody;
  private final KeyDerivation derivation;
  private final SecretKeySpec key;
  private final ConcurrentMap<String, byte[]> verified = new ConcurrentHashMap<>();

  /**
   * Takes users.
   *
   * @param users by name
   * @param derivation how keys are derived
   */
  Users(Map<String, User> users, KeyDerivation derivation) {
    this.users = Map.copyOf(users);
    this.derivation = derivation;
    int iterations =
        users.values().stream()
            .mapToInt(user -> user.password().iterations())
            .max()
            .orElse(PasswordHash.standardIterations());
    nobody = new User(Identity.ANONYMOUS, PasswordHash.ofNobody(iterations));
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    key = new SecretKeySpec(random, HMAC);
  }

  int size() {
    return users.size();
  }

  @Override
  public Identity authenticate(String name, String password) throws FailedLoginException {
    User user = users.getOrDefault(name, nobody);
    byte[] given = keyed(name, password);
    if (MessageDigest.isEqual(verified.get(name), given)) {
      return user.identity();
    }
    boolean right = user.password().matches(password, derivation);
    if (!right || user == nobody) {
      throw new FailedLoginException("the user name or the password is wrong");
    }
    verified.put(name, given);
    return user.identity();
  }

  private byte[] keyed(String name, String password) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update(name.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no " + HMAC, e);
    }
  }
}
