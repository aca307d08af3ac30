// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.security.PasswordCredential;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;

/**
 * Who connects: connections with equal credentials may stand in for each other.
 *
 * @param user a name, or null for nobody in particular
 * @param password a password, or null
 */
record Credentials(String user, String password) implements ConnectionRequestInfo {

  static final Credentials NONE = new Credentials(null, null);

  /**
   * Decides who connects: whom the server says, then whom the application says, then whom the
   * factory says (Jakarta Connectors 2.1 section 9.1.4).
   */
  static Credentials of(
      ManagedConnectionFactory factory,
      Subject subject,
      ConnectionRequestInfo request,
      Credentials configured) {
    Credentials fromServer = subject == null ? null : inSubject(factory, subject);
    if (fromServer != null) {
      return fromServer;
    }
    boolean named =
        request instanceof Credentials asked && asked.user != null && !asked.user.isEmpty();
    return named ? (Credentials) request : configured;
  }

  private static Credentials inSubject(ManagedConnectionFactory factory, Subject subject) {
    Set<PasswordCredential> found = subject.getPrivateCredentials(PasswordCredential.class);
    return found.stream()
        .filter(credential -> Objects.equals(factory, credential.getManagedConnectionFactory()))
        .findFirst()
        .map(c -> new Credentials(c.getUserName(), String.valueOf(c.getPassword())))
        .orElse(null);
  }

  /** Never shows the password. */
  @Override
  public String toString() {
    return "user " + user;
  }
}
