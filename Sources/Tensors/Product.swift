import CKernels

/// Products of panel matrices, from lists where the scalars are sparse enough; both ways give the same bits.
package enum Product {
  /// out = initial + scalars · vectors, summed over the columns of `scalars`.
  ///
  /// `scalars` [rows × depth]; `vectors` panels `[panel][depth][16]` of `out`'s columns; `initial` 16 per panel, or
  /// none for zero; `lists` is scratch with room for `rows` lists over `depth`.
  package static func multiply(
    _ scalars: PanelMatrix, rows: Int, vectors: UnsafePointer<Float>, initial: UnsafePointer<Float>?,
    into out: PanelMatrix, lists: ScalarLists, choice: ProductPath = .automatic, path: dl_path = DL_PATH_FASTEST
  ) {
    multiply(
      scalars, rows: rows, initial: initial, into: out, lists: lists, piece: out.panels, choice: choice, path: path
    ) { _ in vectors }
  }

  /// The same where `vectors` makes those of `piece` panels at a time, which lie where it says until it is asked again.
  package static func multiply(
    _ scalars: PanelMatrix, rows: Int, initial: UnsafePointer<Float>?, into out: PanelMatrix, lists: ScalarLists,
    piece: Int, choice: ProductPath = .automatic, path: dl_path = DL_PATH_FASTEST,
    vectors: (Range<Int>) -> UnsafePointer<Float>
  ) {
    precondition(rows <= scalars.capacity && rows <= out.capacity, "\(rows) rows do not fit")
    let depth = scalars.columns
    let fromLists = choice.runsFromLists(scalars, rows: rows)
    if fromLists { lists.collectRows(of: scalars, rows: rows, path: path) }
    var first = 0
    while first < out.panels {
      let panels = first..<min(first + piece, out.panels)
      let (own, start, to) = (vectors(panels), initial.map { $0 + first * 16 }, out.base + first * rows * 16)
      if fromLists {
        withUnsafePointer(to: lists.lists) {
          dl_product_lists($0, 0, rows, depth, own, start, to, 0, panels.count, path)
        }
      } else {
        dl_product_dense(dl_scalars_by_row(scalars.base, rows), rows, depth, own, start, to, 0, panels.count, path)
      }
      first = panels.upperBound
    }
  }
}

/// Which kernel a product runs on; `automatic` is a fixed function of shape and density.
package enum ProductPath: Hashable, Sendable {
  case automatic, dense, lists

  /// Whether a product over these scalars runs from lists.
  package func runsFromLists(_ scalars: PanelMatrix, rows: Int) -> Bool {
    switch self {
    case .dense: false
    case .lists: true
    case .automatic:
      dl_runs_from_lists(dl_count_nonzero(scalars.base, scalars.count(rows: rows)), rows, scalars.columns) != 0
    }
  }
}
