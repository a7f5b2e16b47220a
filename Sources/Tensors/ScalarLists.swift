import CKernels

/// Room for the non-zero elements of a panel matrix, by row or by column.
///
/// A class because it owns memory; one trial owns it and uses it on one thread.
package final class ScalarLists {
  package private(set) var lists: dl_lists
  private let room: Int
  private let entries: Int

  /// Makes room for `count` lists over at most `depth` elements.
  package convenience init(count: Int, depth: Int) { self.init([(count, depth)]) }

  /// Makes room for each of these many lists over at most so many elements, one at a time.
  package init(_ sizes: [(count: Int, depth: Int)]) {
    room = (sizes.map { $0.count * dl_list_blocks($0.depth) }.max() ?? 0) + 1
    entries = (sizes.map { $0.count * $0.depth }.max() ?? 0) + 16
    lists = dl_lists(
      starts: .allocate(capacity: room), offsets: .allocate(capacity: entries), values: .allocate(capacity: entries),
      count: 0, blocks: 0)
  }

  deinit {
    lists.starts.deallocate()
    lists.offsets.deallocate()
    lists.values.deallocate()
  }

  /// Collects one list per row.
  package func collectRows(of matrix: PanelMatrix, rows: Int, path: dl_path = DL_PATH_FASTEST) {
    check(rows, matrix.columns)
    dl_collect_rows(matrix.base, rows, matrix.columns, &lists, path)
  }

  /// Collects one list per column.
  package func collectColumns(of matrix: PanelMatrix, rows: Int, path: dl_path = DL_PATH_FASTEST) {
    check(matrix.columns, rows)
    dl_collect_columns(matrix.base, rows, matrix.columns, &lists, path)
  }

  /// Refuses more lists, or longer ones, than there is room for.
  package func check(_ count: Int, _ depth: Int) {
    precondition(
      count * dl_list_blocks(depth) < room && count * depth + 16 <= entries,
      "\(count) lists over \(depth) elements do not fit into \(room) starts and \(entries) entries")
  }
}
