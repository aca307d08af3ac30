// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.security;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluicemq.message.Address;

/**
 * Users, their roles and the rules, as a file holds them. In UTF-8, a line each of {@code key =
 * value}; empty lines and lines that begin with {@code #} or {@code !} count for nothing:
 *
 * <pre>
 * user.ada = pbkdf2-sha512:…
 * roles.ada = clerk, auditor
 * queue.orders.# = send: clerk; receive: stock; create: clerk
 * topic.news.* = receive: *
 * </pre>
 *
 * @param users who may connect
 * @param rules who may do what
 */
record SecurityFile(Users users, Rules rules) {

  private static final String USER = "user.";
  private static final String ROLES = "roles.";
  private static final String QUEUE = "queue.";
  private static final String TOPIC = "topic.";

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it makes no sense; the message names the file and the line,
   *     and shows no password
   */
  static SecurityFile read(Path file, KeyDerivation derivation) throws IOException {
    try {
      return parse(file, Files.readAllLines(file, StandardCharsets.UTF_8), derivation);
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException(file + " is not written in UTF-8", e);
    }
  }

  private static SecurityFile parse(Path file, List<String> lines, KeyDerivation derivation) {
    Reading reading = new Reading();
    for (int i = 0; i < lines.size(); i++) {
      try {
        reading.line(lines.get(i).strip(), i + 1);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Line " + (i + 1) + " of " + file + " cannot be used: " + e.getMessage(), e);
      }
    }
    String source = file + " (setting securityFile)";
    return new SecurityFile(
        new Users(reading.users(file), derivation), new Rules(source, reading.rules));
  }

  /** What the lines so far have said. For one thread. */
  private static final class Reading {

    private final Map<String, Integer> seen = new HashMap<>();
    private final Map<String, PasswordHash> passwords = new LinkedHashMap<>();
    private final Map<String, Set<String>> roles = new HashMap<>();
    private final List<Rule> rules = new ArrayList<>();

    void line(String line, int number) {
      if (line.isEmpty() || line.startsWith("#") || line.startsWith("!")) {
        return;
      }
      int equals = line.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("it has no equals sign; write key = value");
      }
      String key = line.substring(0, equals).strip();
      Integer before = seen.put(key, number);
      if (before != null) {
        throw new IllegalArgumentException(key + " is in line " + before + " already");
      }
      entry(key, line.substring(equals + 1).strip());
    }

    private void entry(String key, String value) {
      if (key.startsWith(USER)) {
        String user = Names.check(key.substring(USER.length()));
        if (user.equals(Identity.ANONYMOUS.name())) {
          throw new IllegalArgumentException(
              user + " is who connects without a name; call the user something else");
        }
        passwords.put(user, PasswordHash.parse(value));
      } else if (key.startsWith(ROLES)) {
        roles.put(Names.check(key.substring(ROLES.length())), Names.list(value));
      } else if (key.startsWith(QUEUE)) {
        rules.add(Rule.parse(Address.Kind.QUEUE, key.substring(QUEUE.length()), value));
      } else if (key.startsWith(TOPIC)) {
        rules.add(Rule.parse(Address.Kind.TOPIC, key.substring(TOPIC.length()), value));
      } else {
        throw new IllegalArgumentException(
            "a key begins with user., roles., queue. or topic., not as '" + key + "'");
      }
    }

    Map<String, Users.User> users(Path file) {
      roles.forEach(
          (name, given) -> {
            if (!passwords.containsKey(name)) {
              throw new IllegalArgumentException(
                  "Line "
                      + seen.get(ROLES + name)
                      + " of "
                      + file
                      + " cannot be used: there is no line user."
                      + name);
            }
          });
      Map<String, Users.User> users = new HashMap<>();
      passwords.forEach(
          (name, password) ->
              users.put(
                  name,
                  new Users.User(
                      new Identity(name, roles.getOrDefault(name, Set.of())), password)));
      return users;
    }
  }
}
