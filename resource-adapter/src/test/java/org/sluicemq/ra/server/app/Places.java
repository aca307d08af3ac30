// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.server.app;

/** Names that the application and its tests share. */
public final class Places {

  /** The queue that the message-driven bean with transactions reads. */
  public static final String ORDERS = "contract.orders";

  /** The queue that the message-driven bean without transactions reads. */
  public static final String NOTES = "contract.notes";

  /** Where the application binds that queue. */
  public static final String NOTES_LOOKUP = "java:app/jms/notes";

  /** Where the application binds a connection factory of its own. */
  public static final String OWN_FACTORY = "java:app/jms/factory";

  /** Where the application binds a connection factory that stays out of transactions. */
  public static final String OUTSIDE_FACTORY = "java:app/jms/outside";

  /** Where the application binds one that nobody has told so. */
  public static final String UNTOLD_FACTORY = "java:app/jms/untold";

  /** The topic that a message-driven bean reads. */
  public static final String NEWS = "contract.news";

  /** A queue that nobody reads. */
  public static final String PARKED = "contract.parked";

  /** The XA datasource. */
  public static final String DATASOURCE = "java:jboss/datasources/Contract";

  /** The connection factory of the archive. */
  public static final String FACTORY = "java:/jms/SluiceConnectionFactory";

  private Places() {}
}
