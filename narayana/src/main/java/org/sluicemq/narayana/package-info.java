// SPDX-License-Identifier: Apache-2.0

/**
 * Recovery by Narayana in Java SE programs: one line that lets it end what a crash has left in
 * doubt. {@link org.sluicemq.narayana.NarayanaRecovery} is that line; {@link
 * org.sluicemq.narayana.NamedResource} gives a database's resource a name, {@link
 * org.sluicemq.narayana.ResourceNames} has Narayana keep such names in its log.
 *
 * <p>Called by programs. Calls the public face of the provider in {@code org.sluicemq} and
 * Narayana. A leaf: no other package of the house calls it, and a server, which wires its own
 * recovery, never has it.
 */
package org.sluicemq.narayana;
