// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.container;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import javax.transaction.xa.Xid;

/** A branch identifier as long as they come. */
public record TestXid(long number) implements Xid {

  private static final AtomicLong NEXT = new AtomicLong();

  public static TestXid next() {
    return new TestXid(NEXT.incrementAndGet());
  }

  @Override
  public int getFormatId() {
    return 4711;
  }

  @Override
  public byte[] getGlobalTransactionId() {
    return ByteBuffer.allocate(MAXGTRIDSIZE).putLong(number).array();
  }

  @Override
  public byte[] getBranchQualifier() {
    return ByteBuffer.allocate(MAXBQUALSIZE).putLong(-number).array();
  }
}
