// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Arrays;

/** Where the command line has a password from: never from its arguments, which others can see. */
@FunctionalInterface
interface PasswordSource {

  /** The console, which shows nothing and asks twice; without one, a line of the input. */
  PasswordSource CONSOLE_OR_INPUT = PasswordSource::ask;

  /** The password of a user. */
  String read(String user) throws IOException;

  private static String ask(String user) throws IOException {
    Console console = System.console();
    return console == null ? line() : twice(console, user);
  }

  private static String line() throws IOException {
    String line =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
    if (line == null) {
      throw new IOException("No password was given: write it as a line to the standard input");
    }
    return line;
  }

  private static String twice(Console console, String user) throws IOException {
    char[] first = console.readPassword("Password of %s: ", user);
    char[] second = console.readPassword("Once more: ");
    if (first == null || second != null && !Arrays.equals(first, second)) {
      throw new IOException(
          first == null ? "No password was given" : "The two passwords are not the same");
    }
    return new String(first);
  }
}
