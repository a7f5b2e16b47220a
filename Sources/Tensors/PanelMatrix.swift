import CKernels

/// A matrix in panels of 16 columns, `[panel][row][16]`; the columns that fill up the last panel are zero.
///
/// The number of rows may be anything up to the capacity: a batch may be smaller than the largest one.
package struct PanelMatrix {
  package let columns: Int
  package let capacity: Int
  package let buffer: FloatBuffer

  /// Allocates zeros for so many rows at most.
  package init(rows: Int, columns: Int) {
    self.columns = columns
    capacity = rows
    buffer = FloatBuffer(rows * dl_panels(columns) * DL_PANEL)
  }

  package var base: UnsafeMutablePointer<Float> { buffer.base }
  package var panels: Int { dl_panels(columns) }

  /// The count of floats that `rows` rows take, padding included.
  package func count(rows: Int) -> Int { rows * panels * DL_PANEL }

  /// Writes row-major values of `rows` rows, times a noise.
  package func fill(
    from values: UnsafePointer<Float>, rows: Int, noise: dl_noise = dl_no_noise(), path: dl_path = DL_PATH_FASTEST
  ) {
    precondition(rows <= capacity, "\(rows) rows do not fit into \(capacity)")
    withUnsafePointer(to: noise) { dl_gather_rows(values, columns, nil, rows, $0, base, path) }
  }

  /// The first `rows` rows in row-major order.
  package func rowMajor(rows: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: rows * columns) { values, filled in
      if let to = values.baseAddress { dl_scatter_rows(base, rows, columns, to) }
      filled = rows * columns
    }
  }
}

extension PanelMatrix {
  /// Zeroes the columns that only fill up the last panel.
  package func clearPadding(rows: Int) {
    guard columns % DL_PANEL != 0 else { return }
    let last = base + (panels - 1) * rows * DL_PANEL
    for row in 0..<rows {
      for column in columns % DL_PANEL..<DL_PANEL { last[row * DL_PANEL + column] = 0 }
    }
  }

  /// The count of elements that are not zero.
  package func nonzero(rows: Int) -> Int { dl_count_nonzero(base, count(rows: rows)) }
}
