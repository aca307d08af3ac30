// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.imports;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.sluicemq.examples.orderdesk.imports.ImportRun.Problem;
import org.sluicemq.examples.orderdesk.order.Database;

/** The rows of imports and of their bad lines. Works in the caller's transaction. */
@ApplicationScoped
public class ImportRows {

  private static final String COLUMNS =
      "select id, name, digest, line_count, next_line, imported, state, failure, started_at,"
          + " finished_at from import_run ";

  @Resource(lookup = "java:jboss/datasources/OrderDesk")
  private DataSource dataSource;

  long insert(String name, String digest, int lineCount) {
    return with(
        "insert into import_run(name, digest, line_count, next_line, imported, state, started_at)"
            + " values(?, ?, ?, 2, 0, ?, ?)",
        statement -> {
          statement.setString(1, name);
          statement.setString(2, digest);
          statement.setInt(3, lineCount);
          statement.setString(4, ImportState.RUNNING.name());
          statement.setObject(5, Instant.now());
          statement.executeUpdate();
          try (ResultSet keys = statement.getGeneratedKeys()) {
            keys.next();
            return keys.getLong(1);
          }
        });
  }

  /** Locks the import until the transaction ends, also against a branch that is still in doubt. */
  Optional<ImportRun> lock(long id) {
    return list(COLUMNS + "where id = ? for update", id).stream().findFirst();
  }

  List<ImportRun> unfinished() {
    return list(COLUMNS + "where state <> 'DONE' order by id", null);
  }

  /** The last imports with their first bad lines, newest first. */
  public List<ImportRun> recent(int limit, int problems) {
    return list(COLUMNS + "order by id desc limit ?", (long) limit).stream()
        .map(run -> run.with(problems(run.id(), problems), problemCount(run.id())))
        .toList();
  }

  void advance(long id, int nextLine, int imported, ImportState state) {
    with(
        "update import_run set next_line = ?, imported = ?, state = ?, failure = null,"
            + " finished_at = ? where id = ?",
        statement -> {
          statement.setInt(1, nextLine);
          statement.setInt(2, imported);
          statement.setString(3, state.name());
          statement.setObject(4, state == ImportState.DONE ? Instant.now() : null);
          statement.setLong(5, id);
          return statement.executeUpdate();
        });
  }

  void changeState(long id, ImportState state, String failure) {
    with(
        "update import_run set state = ?, failure = ? where id = ?",
        statement -> {
          statement.setString(1, state.name());
          statement.setString(2, failure);
          statement.setLong(3, id);
          return statement.executeUpdate();
        });
  }

  void recordProblem(long id, Problem problem) {
    with(
        "insert into import_problem(import_id, line, reason) values(?, ?, ?)",
        statement -> {
          statement.setLong(1, id);
          statement.setInt(2, problem.line());
          statement.setString(3, problem.reason());
          return statement.executeUpdate();
        });
  }

  private List<Problem> problems(long id, int limit) {
    return with(
        "select line, reason from import_problem where import_id = ? order by line limit ?",
        statement -> {
          statement.setLong(1, id);
          statement.setInt(2, limit);
          List<Problem> problems = new ArrayList<>();
          try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              problems.add(new Problem(row.getInt(1), row.getString(2)));
            }
          }
          return problems;
        });
  }

  private int problemCount(long id) {
    return with(
        "select count(*) from import_problem where import_id = ?",
        statement -> {
          statement.setLong(1, id);
          try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
          }
        });
  }

  private List<ImportRun> list(String sql, Long parameter) {
    return with(
        sql,
        statement -> {
          if (parameter != null) {
            statement.setLong(1, parameter);
          }
          return read(statement);
        });
  }

  private static List<ImportRun> read(PreparedStatement statement) throws SQLException {
    List<ImportRun> runs = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        runs.add(
            new ImportRun(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getInt(5),
                row.getInt(6),
                ImportState.valueOf(row.getString(7)),
                row.getString(8),
                row.getObject(9, Instant.class),
                row.getObject(10, Instant.class),
                List.of(),
                0));
      }
    }
    return runs;
  }

  private <T> T with(String sql, Database.Work<T> work) {
    return Database.with(dataSource, sql, work);
  }
}
