// SPDX-License-Identifier: Apache-2.0

/**
 * Runs the official TCK of Jakarta Messaging against the provider, outside a container: {@link
 * org.sluicemq.tck.TckPreparation} finds the TCK before the run, {@link
 * org.sluicemq.tck.FreshBroker} gives each test class a broker of its own, {@link
 * org.sluicemq.tck.TckReport} says how it went. Nothing of the TCK is kept here. The profile {@code
 * tck} of this module calls them; nobody else does.
 */
package org.sluicemq.tck;
