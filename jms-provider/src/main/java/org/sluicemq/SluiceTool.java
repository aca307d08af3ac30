// SPDX-License-Identifier: Apache-2.0
package org.sluicemq;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.sluicemq.security.UserEntry;
import org.sluicemq.store.StoreException;
import org.sluicemq.store.h2.StoreCheck;
import org.sluicemq.store.h2.StoreCopy;
import org.sluicemq.store.journal.Disk;
import org.sluicemq.store.journal.LocalDisk;

/**
 * Looks after a store directory from the command line, while no broker uses it: {@code check
 * DIRECTORY} tells whether the store is sound, {@code backup DIRECTORY TARGET} copies it. Neither
 * changes the store. {@code user FILE NAME} puts a user into a security file, running broker or
 * not. It needs this jar and H2 on the class path, and no application server.
 */
public final class SluiceTool {

  /** It was done; the store is sound. */
  static final int DONE = 0;

  /** It was done; the store is not sound. */
  static final int UNSOUND = 1;

  /** Nobody can tell from the arguments what is to be done. */
  static final int MISUSED = 2;

  /** It could not be done. */
  static final int FAILED = 3;

  private static final String USAGE =
      """
      Looks after a store directory while no broker uses it, and after a security file.

        java -cp sluice-jms-provider.jar:h2.jar org.sluicemq.SluiceTool COMMAND

      check DIRECTORY           reads the whole store and tells what is wrong with it
      backup DIRECTORY TARGET   copies the store into a new directory TARGET
      user FILE NAME [ROLES]    puts a user into the security file FILE, or a new password for one
                                that is there; asks for the password, or reads a line of the input;
                                ROLES are separated by commas

      Ends with 0 when it was done and the store is sound, with 1 when the check has found
      something, with 2 when the command is not understood, and with 3 when it could not be done.
      """;

  private final Disk disk;
  private final PasswordSource passwords;
  private final PrintWriter out;
  private final PrintWriter err;

  SluiceTool(Disk disk, PasswordSource passwords, Writer out, Writer err) {
    this.disk = disk;
    this.passwords = passwords;
    this.out = new PrintWriter(out, true);
    this.err = new PrintWriter(err, true);
  }

  /**
   * Does what the arguments say, and ends the JVM with a status that tells how it went.
   *
   * @param arguments the command and its directories; without any, the usage is told
   */
  public static void main(String[] arguments) {
    Charset console = Charset.defaultCharset();
    Writer out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, console);
    Writer err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, console);
    PasswordSource passwords = PasswordSource.CONSOLE_OR_INPUT;
    System.exit(new SluiceTool(new LocalDisk(), passwords, out, err).run(arguments));
  }

  /** Does what the arguments say and gives the status to end with. */
  int run(String... arguments) {
    String command = arguments.length == 0 ? "" : arguments[0];
    int directories = arguments.length - 1;
    if (command.equals("user")) {
      return directories == 2 || directories == 3
          ? user(arguments[1], arguments[2], directories == 3 ? arguments[3] : null)
          : misused("user takes a FILE, a NAME and perhaps ROLES, not " + directories + " words.");
    }
    try {
      return switch (command) {
        case "check" ->
            directories == 1
                ? check(directory(arguments[1]))
                : misused("check takes one DIRECTORY, not " + directories + ".");
        case "backup" ->
            directories == 2
                ? backup(directory(arguments[1]), directory(arguments[2]))
                : misused("backup takes a DIRECTORY and a TARGET, not " + directories + " names.");
        case "" -> misused("No command was given.");
        default -> misused("There is no command " + command + ".");
      };
    } catch (InvalidPathException e) {
      return misused("This is no name of a directory: " + e.getMessage() + ".");
    } catch (StoreException | IOException e) {
      err.println(e.getMessage());
      return FAILED;
    } catch (NoClassDefFoundError missing) {
      err.println(
          "The class "
              + missing.getMessage()
              + " is not on the class path. Put the jar of H2 there, beside this one.");
      return FAILED;
    }
  }

  /** The directory of that name; an empty one would be where the process happens to run. */
  private static Path directory(String name) {
    if (name.isBlank()) {
      throw new InvalidPathException(name, "it is empty");
    }
    return Path.of(name);
  }

  private int misused(String how) {
    err.println(how);
    err.println();
    err.print(USAGE);
    err.flush();
    return MISUSED;
  }

  private int check(Path directory) throws StoreException {
    StoreCheck.Report report = StoreCheck.run(directory, disk);
    report.findings().forEach(out::println);
    report.notes().forEach(note -> out.println("Note: " + note));
    out.printf(
        "%s: %d messages in %d backlogs, %d prepared branches; %s%n",
        directory,
        report.messages(),
        report.backlogs(),
        report.branches(),
        report.isSound() ? "sound" : report.findings().size() + " findings, see above");
    return report.isSound() ? DONE : UNSOUND;
  }

  private int user(String file, String name, String roles) {
    try {
      UserEntry entry = UserEntry.of(name, passwords.read(name), roles);
      boolean replaced = entry.putInto(directory(file));
      out.printf("%s: %s user %s%n", file, replaced ? "new password for" : "added", name);
      return DONE;
    } catch (InvalidPathException e) {
      return misused("This is no name of a file: " + e.getMessage() + ".");
    } catch (IOException | IllegalArgumentException e) {
      boolean tells = e.getMessage() != null && e.getMessage().contains(" ");
      err.println("The user is not in " + file + ": " + (tells ? e.getMessage() : e.toString()));
      return FAILED;
    }
  }

  private int backup(Path directory, Path target) throws StoreException, IOException {
    long bytes = new StoreCopy(disk, directory).to(target);
    out.printf(
        "%s: copied to %s, %d bytes. It is a store: check it as one, or start a broker with it.%n",
        directory, target, bytes);
    return DONE;
  }
}
