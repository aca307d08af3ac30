// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Session;

/**
 * The modes that a session in a server can have outside a transaction; in one, none of them counts
 * (Jakarta Messaging 3.1 section 12.3). A mode that is asked for and not to be had there becomes
 * AUTO, as recommended.
 */
enum SessionMode {
  AUTO(Session.AUTO_ACKNOWLEDGE),
  DUPS_OK(Session.DUPS_OK_ACKNOWLEDGE);

  private final int code;

  SessionMode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static SessionMode ofSession(int asked) throws JMSException {
    if (!isMode(asked)) {
      throw new JMSException(unknown(asked));
    }
    return of(asked);
  }

  static SessionMode ofContext(int asked) {
    if (!isMode(asked)) {
      throw new JMSRuntimeException(unknown(asked));
    }
    return of(asked);
  }

  private static SessionMode of(int asked) {
    return asked == Session.DUPS_OK_ACKNOWLEDGE ? DUPS_OK : AUTO;
  }

  private static boolean isMode(int asked) {
    return asked >= Session.SESSION_TRANSACTED && asked <= Session.DUPS_OK_ACKNOWLEDGE;
  }

  private static String unknown(int asked) {
    return "There is no session mode "
        + asked
        + ": use AUTO_ACKNOWLEDGE or DUPS_OK_ACKNOWLEDGE of the interface Session";
  }
}
