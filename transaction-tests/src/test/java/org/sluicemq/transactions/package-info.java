// SPDX-License-Identifier: Apache-2.0

/**
 * The crash matrix: a process moves money under a transaction manager, a row and a message at a
 * time, is halted at a point, and is started again. {@link
 * org.sluicemq.transactions.CrashMatrixTest} lets it end at every point that a run has passed;
 * {@link org.sluicemq.transactions.Life} is the process, {@link org.sluicemq.transactions.Books}
 * the judge.
 *
 * <p>Sees the provider as a program does, but for the disk, which counts what is done to it.
 */
package org.sluicemq.transactions;
