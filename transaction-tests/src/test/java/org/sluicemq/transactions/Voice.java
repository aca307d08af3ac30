// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What a life tells: one line in one write, so that a line is there whole or not at all, whatever
 * happens next. Safe for any thread.
 */
final class Voice {

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

  synchronized void tell(String line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
