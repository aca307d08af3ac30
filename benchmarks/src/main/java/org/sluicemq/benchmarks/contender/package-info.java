// SPDX-License-Identifier: Apache-2.0
/**
 * Who is measured: one class per broker, which starts it inside the JVM with the settings that make
 * the comparison fair and asserts on the running broker that they are in force. Called by the
 * {@code round} and {@code transfer} packages and by the command; calls nothing of the benchmarks.
 */
package org.sluicemq.benchmarks.contender;
