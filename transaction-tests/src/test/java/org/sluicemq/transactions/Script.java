// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.transactions;

import java.nio.file.Path;

/**
 * What a life is to do, as it is handed to the process.
 *
 * @param directory where store and log are
 * @param url of the business database
 * @param recovers whether it begins with recovery, and tells what it finds after it
 * @param first the number of its first transfer
 * @param transfers how many transfers it makes
 * @param workers how many threads share them
 * @param drains whether it takes what is left at last
 * @param end the point to end at, see {@link CrashPoints}; empty for none
 * @param loss what of the unforced is lost at that point, the name of a {@code PowerLoss}; empty
 *     for a store on a disk that loses nothing; {@link #BREAKS} if the disk breaks there and the
 *     process goes on
 * @param seed decides where the loss leaves a choice
 * @param flaw what is wrong with it on purpose
 */
record Script(
    Path directory,
    String url,
    boolean recovers,
    int first,
    int transfers,
    int workers,
    boolean drains,
    String end,
    String loss,
    long seed,
    Flaw flaw) {

  /** In place of a loss: from its point on the disk fails. */
  static final String BREAKS = "BREAKS";

  static Script of(Path directory, String url) {
    return new Script(directory, url, false, 1, 0, 1, false, "", "", 0, Flaw.NONE);
  }

  Script transferring(int from, int count, int threads) {
    return new Script(
        directory, url, recovers, from, count, threads, drains, end, loss, seed, flaw);
  }

  Script recovering() {
    return new Script(
        directory, url, true, first, transfers, workers, drains, end, loss, seed, flaw);
  }

  Script draining() {
    return new Script(
        directory, url, recovers, first, transfers, workers, true, end, loss, seed, flaw);
  }

  Script endingAt(String point) {
    return new Script(
        directory, url, recovers, first, transfers, workers, drains, point, loss, seed, flaw);
  }

  Script losing(String what, long random) {
    return new Script(
        directory, url, recovers, first, transfers, workers, drains, end, what, random, flaw);
  }

  Script with(Flaw wrong) {
    return new Script(
        directory, url, recovers, first, transfers, workers, drains, end, loss, seed, wrong);
  }

  /** Where the broker's store is. */
  Path store() {
    return directory.resolve("store");
  }

  String[] arguments() {
    return new String[] {
      directory.toString(),
      url,
      Boolean.toString(recovers),
      Integer.toString(first),
      Integer.toString(transfers),
      Integer.toString(workers),
      Boolean.toString(drains),
      end,
      loss,
      Long.toString(seed),
      flaw.name()
    };
  }

  static Script parse(String[] words) {
    return new Script(
        Path.of(words[0]),
        words[1],
        Boolean.parseBoolean(words[2]),
        Integer.parseInt(words[3]),
        Integer.parseInt(words[4]),
        Integer.parseInt(words[5]),
        Boolean.parseBoolean(words[6]),
        words[7],
        words[8],
        Long.parseLong(words[9]),
        Flaw.valueOf(words[10]));
  }
}
