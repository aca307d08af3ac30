// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.order;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The rows of orders and of what became of them. Works in the caller's transaction. */
@ApplicationScoped
public class OrderRows {

  @Resource(lookup = "java:jboss/datasources/OrderDesk")
  private DataSource dataSource;

  /** Writes an order that a person placed and returns its number. */
  public long insert(OrderLine line) {
    return insert(line, null, null);
  }

  /**
   * Writes an order that came with an import. The import and the line of its file are a unique key:
   * a line that was imported before is refused by the database.
   */
  public long insert(OrderLine line, Long importId, Integer lineNumber) {
    String sql =
        "insert into orders(customer, city, article, quantity, ordered_on, placed_at, import_id,"
            + " line) values(?, ?, ?, ?, ?, ?, ?, ?)";
    return with(
        sql,
        statement -> {
          statement.setString(1, line.customer());
          statement.setString(2, line.city());
          statement.setString(3, line.article());
          statement.setInt(4, line.quantity());
          statement.setObject(5, line.orderedOn());
          statement.setObject(6, Instant.now());
          statement.setObject(7, importId);
          statement.setObject(8, lineNumber);
          statement.executeUpdate();
          try (ResultSet keys = statement.getGeneratedKeys()) {
            keys.next();
            return keys.getLong(1);
          }
        });
  }

  /**
   * Locks the order's row until the transaction ends.
   *
   * @return false if there is no such row (yet)
   */
  public boolean lock(long orderId) {
    return exists("select id from orders where id = ? for update", orderId);
  }

  /** Says whether there is such an order. */
  public boolean exists(long orderId) {
    return exists("select id from orders where id = ?", orderId);
  }

  /** Says whether the order was shipped or rejected before. */
  public boolean hasOutcome(long orderId) {
    return exists("select order_id from shipment where order_id = ?", orderId)
        || exists("select order_id from rejection where order_id = ?", orderId);
  }

  /** Records the shipment; the database refuses a second one of the same order. */
  public void recordShipment(long orderId) {
    with(
        "insert into shipment(order_id, shipped_at) values(?, ?)",
        statement -> {
          statement.setLong(1, orderId);
          statement.setObject(2, Instant.now());
          return statement.executeUpdate();
        });
  }

  /** Records that the order will not be shipped, and why. */
  public void recordRejection(long orderId, String reason) {
    with(
        "insert into rejection(order_id, reason, rejected_at) values(?, ?, ?)",
        statement -> {
          statement.setLong(1, orderId);
          statement.setString(2, reason);
          statement.setObject(3, Instant.now());
          return statement.executeUpdate();
        });
  }

  /** Records that a message brought an order that had been dealt with before. */
  public void recordDuplicate(long orderId, String messageId) {
    with(
        "insert into duplicate_delivery(order_id, message_id, seen_at) values(?, ?, ?)",
        statement -> {
          statement.setLong(1, orderId);
          statement.setString(2, messageId);
          statement.setObject(3, Instant.now());
          return statement.executeUpdate();
        });
  }

  /** Gives the order another article. */
  public void changeArticle(long orderId, String article) {
    with(
        "update orders set article = ? where id = ?",
        statement -> {
          statement.setString(1, article);
          statement.setLong(2, orderId);
          return statement.executeUpdate();
        });
  }

  /** Counts all rows in one statement. */
  public RowCounts count() {
    return with(
        "select (select count(*) from orders), (select count(*) from shipment),"
            + " (select count(*) from rejection), (select count(*) from duplicate_delivery)",
        statement -> {
          try (ResultSet row = statement.executeQuery()) {
            row.next();
            return new RowCounts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
          }
        });
  }

  /** The orders placed last, newest first. */
  public List<OrderView> recent(int limit) {
    String sql =
        "select o.id, customer, city, article, quantity, ordered_on, placed_at, s.order_id,"
            + " r.order_id, r.reason from (select * from orders order by id desc limit ?) o"
            + " left join shipment s on s.order_id = o.id"
            + " left join rejection r on r.order_id = o.id order by o.id desc";
    return with(
        sql,
        statement -> {
          statement.setInt(1, limit);
          List<OrderView> orders = new ArrayList<>();
          try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              orders.add(view(row));
            }
          }
          return orders;
        });
  }

  /** When orders were placed since a moment, one entry an order. */
  public List<Instant> placedSince(Instant moment) {
    return times("select placed_at from orders where placed_at >= ?", moment);
  }

  /** When orders were shipped or rejected since a moment, one entry an order. */
  public List<Instant> doneSince(Instant moment) {
    List<Instant> done = times("select shipped_at from shipment where shipped_at >= ?", moment);
    done.addAll(times("select rejected_at from rejection where rejected_at >= ?", moment));
    return done;
  }

  private List<Instant> times(String sql, Instant moment) {
    return with(
        sql,
        statement -> {
          statement.setObject(1, moment);
          List<Instant> times = new ArrayList<>();
          try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              times.add(row.getObject(1, Instant.class));
            }
          }
          return times;
        });
  }

  private static OrderView view(ResultSet row) throws SQLException {
    OrderLine line =
        new OrderLine(
            row.getString(2),
            row.getString(3),
            row.getString(4),
            row.getInt(5),
            row.getObject(6, LocalDate.class));
    String outcome = null;
    if (row.getObject(8) != null) {
      outcome = "SHIPPED";
    } else if (row.getObject(9) != null) {
      outcome = "REJECTED";
    }
    return new OrderView(
        row.getLong(1), line, row.getObject(7, Instant.class), outcome, row.getString(10));
  }

  private boolean exists(String sql, long id) {
    return with(
        sql,
        statement -> {
          statement.setLong(1, id);
          try (ResultSet row = statement.executeQuery()) {
            return row.next();
          }
        });
  }

  private <T> T with(String sql, Database.Work<T> work) {
    return Database.with(dataSource, sql, work);
  }
}
