// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import java.nio.ByteBuffer;
import java.util.UUID;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * A transaction that the server drives without a transaction manager: a branch of our own that is
 * committed in one phase, so that one session serves both kinds of transaction. Used by one thread
 * at a time.
 */
final class LocalBranch implements LocalTransaction {

  private final XAResource resource;
  private Xid xid;

  LocalBranch(XAResource resource) {
    this.resource = resource;
  }

  @Override
  public void begin() throws ResourceException {
    if (xid != null) {
      throw new LocalTransactionException("The local transaction has begun already");
    }
    Xid begun = OwnXid.random();
    try {
      resource.start(begun, XAResource.TMNOFLAGS);
    } catch (XAException e) {
      throw failure("begin", e);
    }
    xid = begun;
  }

  @Override
  public void commit() throws ResourceException {
    Xid ending = takeXid("commit");
    try {
      resource.end(ending, XAResource.TMSUCCESS);
    } catch (XAException e) {
      throw failure("commit", givenUp(ending, e));
    }
    try {
      resource.commit(ending, true);
    } catch (XAException e) {
      throw failure("commit", e);
    }
  }

  @Override
  public void rollback() throws ResourceException {
    Xid ending = takeXid("roll back");
    try {
      resource.end(ending, XAResource.TMSUCCESS);
    } catch (XAException e) {
      if (!isRolledBack(e)) {
        throw failure("roll back", e);
      }
    }
    try {
      resource.rollback(ending);
    } catch (XAException e) {
      throw failure("roll back", e);
    }
  }

  /** The broker goes on telling of a branch that timed out until somebody rolls it back. */
  private XAException givenUp(Xid ending, XAException why) {
    if (isRolledBack(why)) {
      try {
        resource.rollback(ending);
      } catch (XAException e) {
        why.addSuppressed(e);
      }
    }
    return why;
  }

  private static boolean isRolledBack(XAException e) {
    return e.errorCode >= XAException.XA_RBBASE && e.errorCode <= XAException.XA_RBEND;
  }

  private Xid takeXid(String what) throws LocalTransactionException {
    Xid current = xid;
    if (current == null) {
      throw new LocalTransactionException("There is no local transaction to " + what);
    }
    xid = null;
    return current;
  }

  private static ResourceException failure(String what, XAException cause) {
    return new LocalTransactionException(
        "The local transaction did not " + what + ": " + cause.getMessage(), cause);
  }

  private record OwnXid(UUID id) implements Xid {

    private static final int FORMAT = 0x536C7563;

    static OwnXid random() {
      return new OwnXid(UUID.randomUUID());
    }

    @Override
    public int getFormatId() {
      return FORMAT;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return ByteBuffer.allocate(16)
          .putLong(id.getMostSignificantBits())
          .putLong(id.getLeastSignificantBits())
          .array();
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {1};
    }
  }
}
