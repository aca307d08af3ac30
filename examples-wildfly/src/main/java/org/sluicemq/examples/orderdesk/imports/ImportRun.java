// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.imports;

import java.time.Instant;
import java.util.List;

/**
 * An import, as its row tells it.
 *
 * @param id its number
 * @param name of the file
 * @param digest SHA-256 of the content, in hexadecimal digits; the file is kept by that name
 * @param lineCount lines of the file, with its heading
 * @param nextLine the first line not yet dealt with
 * @param imported orders placed from it
 * @param state where it is
 * @param failure why it stopped, or null
 * @param startedAt when it was asked for
 * @param finishedAt when the last line was read, or null
 * @param problems the first lines that could not be imported
 * @param problemCount how many there are in all
 */
public record ImportRun(
    long id,
    String name,
    String digest,
    int lineCount,
    int nextLine,
    int imported,
    ImportState state,
    String failure,
    Instant startedAt,
    Instant finishedAt,
    List<Problem> problems,
    int problemCount) {

  /**
   * A line that could not be imported.
   *
   * @param line its number; the heading is line 1
   * @param reason why
   */
  public record Problem(int line, String reason) {}

  ImportRun with(List<Problem> first, int count) {
    return new ImportRun(
        id,
        name,
        digest,
        lineCount,
        nextLine,
        imported,
        state,
        failure,
        startedAt,
        finishedAt,
        first,
        count);
  }
}
