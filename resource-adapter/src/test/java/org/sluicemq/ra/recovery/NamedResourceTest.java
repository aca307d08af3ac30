// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

/** Names where a server has a wrapper for them; the wrappers here are stand-ins for it. */
class NamedResourceTest {

  private static final XAResource RESOURCE = resource();

  private static XAResource resource() {
    return (XAResource)
        Proxy.newProxyInstance(
            NamedResourceTest.class.getClassLoader(),
            new Class<?>[] {XAResource.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }

  /** Passes the calls of the interface on, as far as they matter here. */
  private abstract static class Passing implements XAResource {
    @Override
    public final void start(javax.transaction.xa.Xid xid, int flags) {}

    @Override
    public final void end(javax.transaction.xa.Xid xid, int flags) {}

    @Override
    public final int prepare(javax.transaction.xa.Xid xid) {
      return XA_OK;
    }

    @Override
    public final void commit(javax.transaction.xa.Xid xid, boolean onePhase) {}

    @Override
    public final void rollback(javax.transaction.xa.Xid xid) {}

    @Override
    public final void forget(javax.transaction.xa.Xid xid) {}

    @Override
    public final javax.transaction.xa.Xid[] recover(int flag) {
      return new javax.transaction.xa.Xid[0];
    }

    @Override
    public final boolean isSameRM(XAResource other) {
      return other == this;
    }

    @Override
    public final int getTransactionTimeout() {
      return 0;
    }

    @Override
    public final boolean setTransactionTimeout(int seconds) {
      return false;
    }
  }

  /** As the server's. */
  public static final class Wrapper extends Passing {
    private final XAResource resource;
    private final boolean pad;
    private final Boolean override;
    private final String product;
    private final String name;

    public Wrapper(
        XAResource resource,
        boolean pad,
        Boolean override,
        String product,
        String version,
        String name) {
      this.resource = resource;
      this.pad = pad;
      this.override = override;
      this.product = product;
      this.name = name;
    }
  }

  /** Of a server to come. */
  public static final class OtherWrapper extends Passing {
    public OtherWrapper(XAResource resource, String name) {}
  }

  /** Of a server that refuses. */
  public static final class RefusingWrapper extends Passing {
    public RefusingWrapper(
        XAResource resource,
        boolean pad,
        Boolean override,
        String product,
        String version,
        String name)
        throws InvocationTargetException {
      throw new IllegalStateException("No");
    }
  }

  @Test
  void resourceHasTheNameOfItsBrokerWhereTheServerHasNames() {
    XAResource named = new NamedResource(Wrapper.class.getName()).named(RESOURCE, "file:/data");

    Wrapper wrapper = assertInstanceOf(Wrapper.class, named);
    assertSame(RESOURCE, wrapper.resource);
    assertEquals("sluice:file:/data", wrapper.name);
    assertEquals("Sluice", wrapper.product);
    assertFalse(wrapper.pad);
    assertNull(wrapper.override);
  }

  @Test
  void resourceStaysAsItIsWhereTheServerHasNone() {
    assertSame(RESOURCE, new NamedResource("no.such.Wrapper").named(RESOURCE, "file:/data"));
    assertSame(RESOURCE, NamedResource.of(RESOURCE, "file:/data"));
  }

  @Test
  void resourceStaysAsItIsWhereTheServersWrapperIsAnother() {
    for (Class<?> wrapper : new Class<?>[] {OtherWrapper.class, RefusingWrapper.class}) {
      assertSame(RESOURCE, new NamedResource(wrapper.getName()).named(RESOURCE, "file:/data"));
    }
  }
}
