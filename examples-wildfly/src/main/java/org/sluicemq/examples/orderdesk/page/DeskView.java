// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.page;

import java.util.List;
import org.sluicemq.examples.orderdesk.flow.DeadLetter;
import org.sluicemq.examples.orderdesk.flow.PlaceMany;
import org.sluicemq.examples.orderdesk.imports.ImportRun;
import org.sluicemq.examples.orderdesk.order.Article;
import org.sluicemq.examples.orderdesk.order.OrderView;

/**
 * All that the page shows, as JSON.
 *
 * @param check the check and the totals
 * @param placedPerSecond the last sixty seconds, oldest first
 * @param donePerSecond the last sixty seconds, oldest first
 * @param recent orders, newest first
 * @param deadLetters the first dead letters
 * @param imports the last imports, newest first
 * @param series orders being placed by the thousand
 * @param articles the catalogue
 */
public record DeskView(
    CheckView check,
    int[] placedPerSecond,
    int[] donePerSecond,
    List<OrderView> recent,
    List<DeadLetter> deadLetters,
    List<ImportRun> imports,
    PlaceMany.Progress series,
    List<Article> articles) {}
