// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.io.IOException;
import java.lang.System.Logger.Level;
import javax.security.auth.login.LoginException;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerException;
import org.sluicemq.broker.LocalBroker;

/**
 * The door of a broker: who knocks is checked and gets the broker to do with as the rules say.
 * Thread-safe.
 */
public final class AccessControl {

  private static final System.Logger LOG = System.getLogger(AccessControl.class.getName());

  private final AccessSettings settings;
  private final WatchedSecurityFile file;
  private final Authenticator authenticator;
  private final Authorizer authorizer;

  private AccessControl(
      AccessSettings settings,
      WatchedSecurityFile file,
      Authenticator authenticator,
      Authorizer authorizer) {
    this.settings = settings;
    this.file = file;
    this.authenticator = authenticator;
    this.authorizer = authorizer;
  }

  /**
   * Makes ready what the settings name.
   *
   * @param settings the settings
   * @return the door
   * @throws BrokerException if the file or a class cannot be used, or nobody could ever connect;
   *     the message names the setting
   */
  public static AccessControl open(AccessSettings settings) throws BrokerException {
    return open(settings, KeyDerivation.PBKDF2);
  }

  static AccessControl open(AccessSettings settings, KeyDerivation derivation)
      throws BrokerException {
    if (!settings.knowsUsers()) {
      refuseWithoutUsers(settings);
    }
    WatchedSecurityFile file = settings.securityFile() == null ? null : read(settings, derivation);
    if (file != null) {
      warnIfOpen(settings, file.current());
    }
    return new AccessControl(
        settings,
        file,
        Supplied.make("authenticator", settings.authenticator(), Authenticator.class),
        Supplied.make("authorizer", settings.authorizer(), Authorizer.class));
  }

  private static void warnIfOpen(AccessSettings settings, SecurityFile read) {
    if (settings.anonymousAccess()
        && settings.authorizer().isBlank()
        && read.rules().permitEverything()) {
      LOG.log(
          Level.WARNING,
          "The file "
              + settings.securityFile()
              + " (setting securityFile) protects nothing: it has no rules, so whoever connects"
              + " without a user name may do everything. Set anonymousAccess to false, or add rules");
    }
  }

  private static void refuseWithoutUsers(AccessSettings settings) throws BrokerException {
    String needed = "set securityFile to a file of users, or authenticator to a class";
    if (!settings.anonymousAccess()) {
      throw refusal(
          "Nobody could connect: the setting anonymousAccess is false, and no users are known; "
              + needed,
          null);
    }
    if (!settings.authorizer().isBlank()) {
      throw refusal(
          "The setting authorizer has nobody to decide about, as no users are known; " + needed,
          null);
    }
  }

  private static WatchedSecurityFile read(AccessSettings settings, KeyDerivation derivation)
      throws BrokerException {
    try {
      return WatchedSecurityFile.open(settings.securityFile(), derivation);
    } catch (IOException e) {
      throw refusal(
          "The file "
              + settings.securityFile()
              + " (setting securityFile) cannot be read: "
              + e.getClass().getSimpleName()
              + ": "
              + e.getMessage()
              + ". Make it, or let this process read it",
          e);
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage() + " (setting securityFile)", e);
    }
  }

  /**
   * Admits a connection.
   *
   * @param broker the broker
   * @param user who connects; null or empty for nobody in particular
   * @param password the password, which counts only with a user; null for none
   * @return the broker for this connection: as it is when no users are known, or nothing is
   *     forbidden
   * @throws BrokerException with {@link BrokerException.Reason#SECURITY} if the user name or the
   *     password is wrong, or a user name is needed
   */
  public Broker admit(LocalBroker broker, String user, String password) throws BrokerException {
    if (!settings.knowsUsers()) {
      return broker;
    }
    // Both of one reading: a connection's roles and rules belong together.
    SecurityFile current = file == null ? null : file.current();
    Identity who =
        user == null || user.isEmpty()
            ? anonymous()
            : authenticate(user, password == null ? "" : password, current);
    if (authorizer != null) {
      return new GuardedBroker(broker, who, authorizer);
    }
    return current == null || current.rules().permitEverything()
        ? broker
        : new GuardedBroker(broker, who, current.rules());
  }

  private Identity anonymous() throws BrokerException {
    if (!settings.anonymousAccess()) {
      throw refused(
          "A connection without a user name is refused: give a user name and a password, or set"
              + " anonymousAccess to true",
          null);
    }
    return Identity.ANONYMOUS;
  }

  private Identity authenticate(String user, String password, SecurityFile current)
      throws BrokerException {
    Authenticator deciding = authenticator == null ? current.users() : authenticator;
    String refused = "The connection of user '" + Names.shown(user) + "' is refused: ";
    Identity who;
    try {
      who = deciding.authenticate(user, password);
    } catch (LoginException e) {
      throw refused(refused + reason(e), authenticator == null ? whereUsersAre() : "", e);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw refused(refused + settings.authenticator() + " (setting authenticator) failed", e);
    }
    if (who == null) {
      throw refused(
          refused + settings.authenticator() + " (setting authenticator) gave no identity", null);
    }
    return who;
  }

  private String reason(LoginException e) {
    return e.getMessage() == null
        ? settings.authenticator() + " (setting authenticator) gives no reason"
        : e.getMessage();
  }

  private String whereUsersAre() {
    return ": see " + settings.securityFile() + " (setting securityFile)";
  }

  private static BrokerException refused(String message, Throwable cause) {
    return refused(message, "", cause);
  }

  /**
   * Who tries passwords leaves a trace, also when the caller says nothing. Whoever has not shown
   * who they are is not told where the users are kept; the log tells.
   */
  private static BrokerException refused(String message, String forTheLog, Throwable cause) {
    LOG.log(Level.WARNING, message + forTheLog);
    return refusal(message, cause);
  }

  private static BrokerException refusal(String message, Throwable cause) {
    return new BrokerException(BrokerException.Reason.SECURITY, message, cause);
  }
}
