// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;

/** The provider loaded a second time, as by another application in the same server. */
public final class IsolatedClasses implements AutoCloseable {

  private final URLClassLoader loader;

  /** Loads nothing yet. */
  public IsolatedClasses() {
    String[] paths = System.getProperty("java.class.path").split(File.pathSeparator);
    URL[] urls =
        Arrays.stream(paths).map(Path::of).map(Path::toUri).map(this::url).toArray(URL[]::new);
    this.loader =
        new URLClassLoader(urls, ClassLoader.getPlatformClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            // The API is shared, as the server's is, so that its exceptions can be caught here.
            return name.startsWith("jakarta.")
                ? IsolatedClasses.class.getClassLoader().loadClass(name)
                : super.findClass(name);
          }
        };
  }

  private URL url(URI uri) {
    try {
      return uri.toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  /** Opens a broker there, and closes it if that succeeds. */
  public void open(String url) throws Exception {
    Class<?> configuration = loader.loadClass("org.sluicemq.SluiceConfiguration");
    Object parsed = configuration.getMethod("parse", String.class).invoke(null, url);
    try {
      Object handle =
          loader
              .loadClass("org.sluicemq.Sluice")
              .getMethod("open", configuration)
              .invoke(null, parsed);
      ((AutoCloseable) handle).close();
    } catch (InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
