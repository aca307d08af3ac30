// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;

/**
 * Shows its filter each object that has been read. Finds classes with the thread's context class
 * loader, which in a server is the application's, then with the provider's.
 */
final class TrustingObjectInput extends ObjectInputStream {
  private final TrustFilter filter;

  TrustingObjectInput(InputStream in, TrustFilter filter) throws IOException {
    super(in);
    this.filter = filter;
    enableResolveObject(true);
    // What the administrator of the JVM refuses stays refused.
    setObjectInputFilter(
        ObjectInputFilter.merge(filter, ObjectInputFilter.Config.getSerialFilter()));
  }

  @Override
  protected Object resolveObject(Object read) throws IOException {
    filter.checkRead(read);
    return read;
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description)
      throws IOException, ClassNotFoundException {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null) {
      try {
        return Class.forName(description.getName(), false, context);
      } catch (ClassNotFoundException e) {
        // The provider's own loader is the second place to look; the names of primitives are a
        // third.
        return resolveByProvider(description);
      }
    }
    return resolveByProvider(description);
  }

  private Class<?> resolveByProvider(ObjectStreamClass description)
      throws IOException, ClassNotFoundException {
    try {
      return Class.forName(
          description.getName(), false, TrustingObjectInput.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return super.resolveClass(description);
    }
  }

  @Override
  protected Class<?> resolveProxyClass(String[] interfaces)
      throws IOException, ClassNotFoundException {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null) {
      try {
        return proxyClass(interfaces, context);
      } catch (ClassNotFoundException e) {
        // As for other classes, the provider's own loader is the second place to look.
        return proxyClass(interfaces, TrustingObjectInput.class.getClassLoader());
      }
    }
    return proxyClass(interfaces, TrustingObjectInput.class.getClassLoader());
  }

  private static Class<?> proxyClass(String[] interfaces, ClassLoader loader)
      throws ClassNotFoundException {
    Class<?>[] types = new Class<?>[interfaces.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = Class.forName(interfaces[i], false, loader);
    }
    try {
      return Proxy.newProxyInstance(loader, types, (proxy, method, arguments) -> null).getClass();
    } catch (IllegalArgumentException e) {
      throw new ClassNotFoundException("proxy of " + String.join(", ", interfaces), e);
    }
  }
}
