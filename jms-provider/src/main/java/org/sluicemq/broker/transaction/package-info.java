// SPDX-License-Identifier: Apache-2.0

/**
 * The unit of work, local and XA: what becomes true together. {@link
 * org.sluicemq.broker.transaction.UnitOfWork} is one of them, {@link
 * org.sluicemq.broker.transaction.Branches} the table of those that a transaction manager drives.
 *
 * <h2>The life of a branch</h2>
 *
 * What each call of {@code XAResource} does in each state: the state that follows, or the code of
 * the {@code XAException} that tells why nothing was done. A test reads this table and makes every
 * call in every state.
 *
 * <p>A branch is <b>active</b> while a session works for it, <b>suspended</b> while none does and
 * at least one has suspended its work, <b>idle</b> when all have ended theirs. <b>Failed</b> is
 * idle after a session ended its work with {@code TMFAIL}. <b>Timed out</b> is a branch that was
 * neither prepared nor decided in time: the broker has rolled it back, and says so until who
 * decides has heard it and no session works for it any more, for an hour at most. It does not exist
 * (<b>none</b>) before its start and after its decision. <b>Decided</b> is a prepared branch that
 * an operator has committed (the column shows that; {@code XA_HEURRB} stands for {@code XA_HEURCOM}
 * when it was rolled back) and that its transaction manager has not forgotten: a heuristic
 * decision.
 *
 * <table>
 * <caption>Calls and states</caption>
 * <tr><th>call</th><th>none</th><th>active</th><th>suspended</th><th>idle</th><th>failed</th><th>timed out</th><th>prepared</th><th>decided</th></tr>
 * <tr><td>start TMNOFLAGS</td><td>active</td><td>XAER_DUPID</td><td>XAER_DUPID</td><td>XAER_DUPID</td><td>XAER_DUPID</td><td>XAER_DUPID</td><td>XAER_DUPID</td><td>XAER_DUPID</td></tr>
 * <tr><td>start TMJOIN</td><td>XAER_NOTA</td><td>active</td><td>active</td><td>active</td><td>XA_RBROLLBACK</td><td>XA_RBTIMEOUT</td><td>XAER_PROTO</td><td>XAER_PROTO</td></tr>
 * <tr><td>start TMRESUME</td><td>XAER_NOTA</td><td>XAER_PROTO</td><td>active</td><td>XAER_PROTO</td><td>XA_RBROLLBACK</td><td>XA_RBTIMEOUT</td><td>XAER_PROTO</td><td>XAER_PROTO</td></tr>
 * <tr><td>end TMSUSPEND</td><td>XAER_NOTA</td><td>suspended</td><td>XAER_PROTO</td><td>XAER_PROTO</td><td>XAER_PROTO</td><td>XA_RBTIMEOUT</td><td>XAER_PROTO</td><td>XAER_PROTO</td></tr>
 * <tr><td>end TMSUCCESS</td><td>XAER_NOTA</td><td>idle</td><td>idle</td><td>XAER_PROTO</td><td>XAER_PROTO</td><td>XA_RBTIMEOUT</td><td>XAER_PROTO</td><td>XAER_PROTO</td></tr>
 * <tr><td>end TMFAIL</td><td>XAER_NOTA</td><td>failed</td><td>failed</td><td>XAER_PROTO</td><td>XAER_PROTO</td><td>XA_RBTIMEOUT</td><td>XAER_PROTO</td><td>XAER_PROTO</td></tr>
 * <tr><td>prepare</td><td>XAER_NOTA</td><td>XAER_PROTO</td><td>XAER_PROTO</td><td>prepared</td><td>XA_RBROLLBACK, none</td><td>XA_RBTIMEOUT, none</td><td>XAER_PROTO</td><td>XAER_PROTO</td></tr>
 * <tr><td>commit, one phase</td><td>XAER_NOTA</td><td>XAER_PROTO</td><td>XAER_PROTO</td><td>none</td><td>XA_RBROLLBACK, none</td><td>XA_RBTIMEOUT, none</td><td>XAER_PROTO</td><td>XA_HEURCOM</td></tr>
 * <tr><td>commit, two phases</td><td>XAER_NOTA</td><td>XAER_PROTO</td><td>XAER_PROTO</td><td>XAER_PROTO</td><td>XAER_PROTO</td><td>XA_RBTIMEOUT, none</td><td>none</td><td>XA_HEURCOM</td></tr>
 * <tr><td>rollback</td><td>XAER_NOTA</td><td>XAER_PROTO</td><td>none</td><td>none</td><td>none</td><td>none</td><td>none</td><td>XA_HEURCOM</td></tr>
 * <tr><td>forget</td><td>XAER_NOTA</td><td>XAER_PROTO</td><td>XAER_PROTO</td><td>XAER_PROTO</td><td>XAER_PROTO</td><td>XAER_PROTO</td><td>XAER_PROTO</td><td>none</td></tr>
 * </table>
 *
 * <p>Beyond the table:
 *
 * <ul>
 *   <li>What a state costs the store: start, end and the work in between write nothing; {@code
 *       prepare} writes one {@code BranchRecord} (none, and {@code XA_RDONLY}, when nothing was
 *       sent or received; the branch is gone then); the decision is one batch, which resolves that
 *       record; what is rolled back before it was prepared writes nothing but what redelivery asks
 *       for. An operator's decision is that same batch and brings a {@code BranchRecord} of the
 *       decision, which {@code forget} removes.
 *   <li>The association is the session's. One that works for a branch can start no other ({@code
 *       XAER_PROTO}), and only its own resource ends that. Work that was suspended is resumed or
 *       ended by any session of the broker. A session that has suspended its work is free for
 *       another branch.
 *   <li>Flags that a call does not know, the null identifier and one that is too long get {@code
 *       XAER_INVAL}.
 *   <li>A failed branch in which other sessions are still at work is active or suspended as far as
 *       {@code end}, {@code prepare} and decisions go.
 *   <li>The store refused or failed: {@code XAER_RMERR} from {@code prepare} and from a commit in
 *       one phase means that the branch was rolled back; {@code XAER_RMFAIL} that a prepared branch
 *       is still prepared, or that only the next start shows what was stored. The message says
 *       which. A broker that has stopped gives {@code XAER_RMFAIL} to {@code start} and {@code
 *       recover}, and in place of {@code XAER_NOTA}.
 *   <li>{@code recover} lists all prepared and decided branches at {@code TMSTARTRSCAN}, alone or
 *       with {@code TMENDRSCAN}, and nothing otherwise.
 *   <li>The timeout counts from {@code start} with {@code TMNOFLAGS}, and is that of the resource
 *       which this came through. A prepared branch has none.
 *   <li>Closing a session or a connection decides nothing (section 11.3.5 leaves that to the
 *       transaction manager); if that never comes, the timeout does.
 * </ul>
 *
 * <p>Called by {@code broker} and {@code client}. May call {@code store} and {@code message}. What
 * a unit does to destinations is hidden behind {@link org.sluicemq.broker.transaction.Operation},
 * so this package stands below {@code broker}.
 */
package org.sluicemq.broker.transaction;
