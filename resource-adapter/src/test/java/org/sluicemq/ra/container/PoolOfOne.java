// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.container;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A pool that shares its one managed connection between all handles. Used by one thread. */
public final class PoolOfOne implements ConnectionManager, ConnectionEventListener {

  private static final long serialVersionUID = 1L;

  private transient ManagedConnection connection;
  private final transient List<ConnectionEvent> events = new ArrayList<>();

  @Override
  public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo request)
      throws ResourceException {
    ManagedConnection matching =
        connection == null
            ? null
            : factory.matchManagedConnections(Set.of(connection), null, request);
    if (matching == null) {
      connection = factory.createManagedConnection(null, request);
      connection.addConnectionEventListener(this);
    }
    return connection.getConnection(null, request);
  }

  public ManagedConnection connection() {
    return connection;
  }

  /** What the connection told, in order. */
  public List<ConnectionEvent> events() {
    return events;
  }

  @Override
  public void connectionClosed(ConnectionEvent event) {
    events.add(event);
  }

  @Override
  public void connectionErrorOccurred(ConnectionEvent event) {
    events.add(event);
  }

  @Override
  public void localTransactionStarted(ConnectionEvent event) {
    events.add(event);
  }

  @Override
  public void localTransactionCommitted(ConnectionEvent event) {
    events.add(event);
  }

  @Override
  public void localTransactionRolledback(ConnectionEvent event) {
    events.add(event);
  }
}
