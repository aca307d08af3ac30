// SPDX-License-Identifier: Apache-2.0

/**
 * JNDI without a server: an initial context whose factories and destinations are defined by
 * properties, in a {@code jndi.properties} file or in the environment of an {@code InitialContext}.
 *
 * <p>{@link org.sluicemq.naming.SluiceInitialContextFactory} is the one entrance and tells the
 * properties. {@code Definitions} reads them; {@code DefinedContext} and {@code DynamicContext} are
 * the two kinds of context, and what both have in common is in {@code TreeContext}.
 *
 * <p>A leaf: nothing calls it but the JDK's {@code javax.naming}, by its name. May call the root
 * package.
 */
package org.sluicemq.naming;
