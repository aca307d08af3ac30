// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.order;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The articles that can be ordered, and their stock. Works in the caller's transaction. */
@ApplicationScoped
public class Catalogue {

  @Resource(lookup = "java:jboss/datasources/OrderDesk")
  private DataSource dataSource;

  /** All articles, by name. */
  public List<Article> articles() {
    return Database.with(
        dataSource,
        "select code, name, stock from article order by name",
        statement -> {
          List<Article> articles = new ArrayList<>();
          try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              articles.add(new Article(row.getString(1), row.getString(2), row.getInt(3)));
            }
          }
          return articles;
        });
  }

  /** Says whether the article can be ordered. */
  public boolean holds(String code) {
    return Database.with(
        dataSource,
        "select code from article where code = ?",
        statement -> {
          statement.setString(1, code);
          try (ResultSet row = statement.executeQuery()) {
            return row.next();
          }
        });
  }

  /**
   * Takes a quantity from the stock of an article.
   *
   * @return false if the stock is less, which leaves it as it is
   */
  public boolean reserve(String code, int quantity) {
    return Database.with(
        dataSource,
        "update article set stock = stock - ? where code = ? and stock >= ?",
        statement -> {
          statement.setInt(1, quantity);
          statement.setString(2, code);
          statement.setInt(3, quantity);
          return statement.executeUpdate() == 1;
        });
  }

  /** Puts a quantity of every article into the stock. */
  public void restock(int quantity) {
    Database.with(
        dataSource,
        "update article set stock = stock + ?",
        statement -> {
          statement.setInt(1, quantity);
          return statement.executeUpdate();
        });
  }
}
