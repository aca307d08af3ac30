// SPDX-License-Identifier: Apache-2.0

/**
 * The selector language of Jakarta Messaging 3.1, section 3.8.1: text to tokens ({@code Lexer}) to
 * a tree ({@code Parser} and the {@code Expression}s) to an answer about an envelope.
 *
 * <p>{@link org.sluicemq.selector.Selector} is the way in, for the broker and the client. Calls
 * only {@code org.sluicemq.message}. A selector that is not valid is refused when it is parsed; one
 * that was parsed never throws.
 */
package org.sluicemq.selector;
