import CKernels
import Testing

/// Numbers of one shape in panels, with a given share of non-zero elements.
struct PanelFixture {
  let rows: Int
  let columns: Int
  let values: [Float]

  /// Small exact-looking values that are no multiples of a power of two, so that rounding happens.
  init(rows: Int, columns: Int, density: Double = 1, seed: UInt64) {
    self.rows = rows
    self.columns = columns
    var state = seed
    values = (0..<rows * columns).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let share = Double(state >> 40) / Double(1 << 24)
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return share < density ? Float(Double(state >> 40) / Double(1 << 24) * 2 - 1) / 3 : 0
    }
  }

  func value(_ row: Int, _ column: Int) -> Float { values[row * columns + column] }

  /// `[panel][row][16]`, beginning `offset` floats into an array, so that alignment varies.
  func panels(offset: Int = 0) -> [Float] {
    var panels = [Float](repeating: 0, count: offset + dl_panels(columns) * rows * 16)
    for row in 0..<rows {
      for column in 0..<columns {
        panels[offset + (column / 16 * rows + row) * 16 + column % 16] = value(row, column)
      }
    }
    return panels
  }
}

/// Non-zero lists with their own memory.
final class ListFixture {
  var lists: dl_lists

  init(count: Int, depth: Int) {
    lists = dl_lists(
      starts: .allocate(capacity: count * dl_list_blocks(depth) + 1), offsets: .allocate(capacity: count * depth + 16),
      values: .allocate(capacity: count * depth + 16), count: 0, blocks: 0)
  }

  deinit {
    lists.starts.deallocate()
    lists.offsets.deallocate()
    lists.values.deallocate()
  }
}

/// The rule of the core: one chain per output, so every way of computing a product gives the same bits.
struct ProductsTests {
  static let paths = [DL_PATH_PORTABLE, DL_PATH_V3, DL_PATH_V4, DL_PATH_FASTEST]
  /// Rows, depth, columns.
  static let shapes = [
    (1, 1, 1), (7, 63, 65), (3, 1000, 7), (65, 7, 63), (9, 129, 33), (128, 65, 100), (2, 257, 16), (16, 16, 1000),
  ]

  /// One scalar chain of fused multiply-adds per output, as the rule says.
  private func chain(_ scalars: PanelFixture, _ vectors: PanelFixture, initial: [Float]?) -> [Float] {
    (0..<scalars.rows).flatMap { row in
      (0..<vectors.columns).map { column in
        (0..<scalars.columns).reduce(initial?[column] ?? 0) { sum, s in
          sum.addingProduct(scalars.value(row, s), vectors.value(s, column))
        }
      }
    }
  }

  private func rowMajor(_ panels: [Float], _ rows: Int, _ columns: Int) -> [Float] {
    var matrix = [Float](repeating: 0, count: rows * columns)
    dl_scatter_rows(panels, rows, columns, &matrix)
    return matrix
  }

  private func dense(
    _ a: PanelFixture, _ b: PanelFixture, initial: [Float]?, path: dl_path, offset: Int = 0, cuts: [Int]? = nil
  ) -> [Float] {
    let (scalars, vectors) = (a.panels(offset: offset), b.panels(offset: offset))
    var out = [Float](repeating: .nan, count: dl_panels(b.columns) * a.rows * 16)
    let ranges = cuts ?? [0, dl_panels(b.columns)]
    scalars.withUnsafeBufferPointer { scalars in
      vectors.withUnsafeBufferPointer { vectors in
        guard let s = scalars.baseAddress, let v = vectors.baseAddress else { return }
        for (first, last) in zip(ranges, ranges.dropFirst()) {
          dl_product_dense(
            dl_scalars_by_row(s + offset, a.rows), a.rows, a.columns, v + offset, initial, &out, first, last, path)
        }
      }
    }
    return rowMajor(out, a.rows, b.columns)
  }

  private func lists(
    _ a: PanelFixture, _ b: PanelFixture, initial: [Float]?, path: dl_path, cuts: [Int]? = nil
  ) -> [Float] {
    let fixture = ListFixture(count: a.rows, depth: a.columns)
    dl_collect_rows(a.panels(), a.rows, a.columns, &fixture.lists, path)
    var out = [Float](repeating: .nan, count: dl_panels(b.columns) * a.rows * 16)
    let ranges = cuts ?? [0, dl_panels(b.columns)]
    for (first, last) in zip(ranges, ranges.dropFirst()) {
      dl_product_lists(&fixture.lists, 0, a.rows, a.columns, b.panels(), initial, &out, first, last, path)
    }
    return rowMajor(out, a.rows, b.columns)
  }

  private func padded(_ values: [Float], to columns: Int) -> [Float] {
    values + [Float](repeating: 0, count: dl_panels(columns) * 16 - values.count)
  }

  @Test(arguments: shapes)
  func `dense, skipping and every path give the bits of a scalar chain`(shape: (Int, Int, Int)) {
    let (rows, depth, columns) = shape
    for density in [1.0, 0.3, 0.05] {
      let a = PanelFixture(rows: rows, columns: depth, density: density, seed: 1)
      let b = PanelFixture(rows: depth, columns: columns, seed: 2)
      let bias = padded(PanelFixture(rows: 1, columns: columns, seed: 3).values, to: columns)
      for initial in [bias, nil] {
        let expected = chain(a, b, initial: initial)
        for path in Self.paths {
          #expect(dense(a, b, initial: initial, path: path) == expected, "dense \(path) \(shape) \(density)")
          #expect(lists(a, b, initial: initial, path: path) == expected, "lists \(path) \(shape) \(density)")
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4])
  func `any split of the outputs over threads gives the same bits`(threads: Int) {
    let a = PanelFixture(rows: 33, columns: 300, density: 0.4, seed: 4)
    let b = PanelFixture(rows: 300, columns: 130, seed: 5)
    let panels = dl_panels(130)
    let cuts = (0...threads).map { $0 * panels / threads }
    let expected = chain(a, b, initial: nil)
    #expect(dense(a, b, initial: nil, path: DL_PATH_FASTEST, cuts: cuts) == expected)
    #expect(lists(a, b, initial: nil, path: DL_PATH_FASTEST, cuts: cuts) == expected)
  }

  @Test(arguments: [1, 3, 8, 15])
  func `unaligned data gives the same bits`(offset: Int) {
    let a = PanelFixture(rows: 21, columns: 70, seed: 6)
    let b = PanelFixture(rows: 70, columns: 40, seed: 7)
    let expected = chain(a, b, initial: nil)
    for path in Self.paths { #expect(dense(a, b, initial: nil, path: path, offset: offset) == expected) }
  }

  @Test
  func `products stay within the error bound of a sum of that length`() {
    let a = PanelFixture(rows: 8, columns: 1000, seed: 8)
    let b = PanelFixture(rows: 1000, columns: 24, seed: 9)
    let found = dense(a, b, initial: nil, path: DL_PATH_FASTEST)
    for row in 0..<a.rows {
      for column in 0..<b.columns {
        var (sum, size) = (0.0, 0.0)
        for s in 0..<1000 {
          let product = Double(a.value(row, s)) * Double(b.value(s, column))
          sum += product
          size += product.magnitude
        }
        // One rounding of at most half an ulp of the partial sum per term (Higham 2002, section 3.1).
        let bound = 1000 * 0x1p-24 * size
        #expect((Double(found[row * b.columns + column]) - sum).magnitude <= bound)
      }
    }
  }

  @Test(arguments: [(5, 40), (128, 17), (130, 16), (300, 5), (1, 1)])
  func `lists per column hold what lists per row hold`(shape: (Int, Int)) {
    let (rows, columns) = shape
    let matrix = PanelFixture(rows: rows, columns: columns, density: 0.3, seed: 10)
    for path in Self.paths {
      let fixture = ListFixture(count: columns, depth: rows)
      dl_collect_columns(matrix.panels(), rows, columns, &fixture.lists, path)
      var found = [Float](repeating: 0, count: rows * columns)
      for column in 0..<columns {
        var last = -1
        for block in 0..<fixture.lists.blocks {
          let at = column * fixture.lists.blocks + block
          for entry in Int(fixture.lists.starts[at])..<Int(fixture.lists.starts[at + 1]) {
            let row = Int(fixture.lists.offsets[entry]) / 16
            #expect(row > last && row / Int(DL_LIST_BLOCK) == block)
            found[row * columns + column] = fixture.lists.values[entry]
            last = row
          }
        }
      }
      #expect(found == matrix.values)
    }
  }
}
