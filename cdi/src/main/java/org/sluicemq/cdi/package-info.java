// SPDX-License-Identifier: Apache-2.0

/**
 * Injection of {@code JMSContext} in Java SE, as section 12.4 of Jakarta Messaging 3.1 describes it
 * for application servers. {@link org.sluicemq.cdi.MessagingExtension} is found by every CDI
 * container that has this jar on its class path; nobody else calls this package.
 *
 * <p>How a call travels: the bean holds an {@code InjectedContext}, which knows only what its
 * injection point asked for (a {@code ContextRequest}). At each call {@code InjectedContexts} asks
 * the two {@code ContextScope}s, first the transaction, then the request, for the context that
 * serves such a point there. {@code ConnectionFactories} knows whom a name means.
 *
 * <p>Calls the public face of the provider in {@code org.sluicemq}, and else the Jakarta APIs
 * alone. Those of Jakarta Transactions are touched by {@code TransactionScope} only, which is not
 * loaded where they are missing. A leaf: no other package of the house calls it, and the resource
 * adapter does not carry it, since a server injects by itself.
 */
package org.sluicemq.cdi;
