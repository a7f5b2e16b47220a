import CKernels
import Testing

/// Sums in sixteen lanes and losses per row, against their definition in plain Swift.
struct ReductionsTests {
  static let x: [Float] = (0..<1_003).map { Float(($0 * 7_919) % 1_009) / 64 - 7.5 }
  static let y: [Float] = (0..<1_003).map { Float(($0 * 104_729) % 997) / 128 - 3 }
  static let paths = [DL_PATH_PORTABLE, DL_PATH_V3, DL_PATH_V4]

  /// Element i to lane i % 16, ascending, then the tree (0+8, 1+9, …) down to one.
  static func laneSum(_ terms: [Double]) -> Double {
    var lanes = [Double](repeating: 0, count: 16)
    for (place, term) in terms.enumerated() { lanes[place % 16] += term }
    for width in [8, 4, 2, 1] {
      for lane in 0..<width { lanes[lane] += lanes[lane + width] }
    }
    return lanes[0]
  }

  @Test(arguments: [0, 1, 15, 16, 17, 333, 1_003])
  func `every sum is the tree over sixteen lanes, on every path`(count: Int) {
    let (x, y) = (Array(Self.x.prefix(count)), Array(Self.y.prefix(count)))
    let wide = x.map(Double.init)
    let pairs = Array(zip(wide, y.map(Double.init)))
    for path in Self.paths {
      #expect(dl_sum_f32(x, count, path) == Self.laneSum(wide))
      #expect(dl_sum_f64(wide.map { $0 * 0.1 }, count, path) == Self.laneSum(wide.map { $0 * 0.1 }))
      #expect(dl_absolute_sum_f32(x, count, path) == Self.laneSum(wide.map(abs)))
      #expect(dl_squared_norm_f32(x, count, path) == Self.laneSum(wide.map { $0 * $0 }))
      #expect(
        dl_centered_squares_f32(x, 0.3, count, path) == Self.laneSum(wide.map { ($0 - 0.3) * ($0 - 0.3) }))
      #expect(dl_dot_f32(x, y, count, path) == Self.laneSum(pairs.map { $0 * $1 }))
      #expect(
        dl_squared_distance_f32(x, y, count, path) == Self.laneSum(pairs.map { ($0 - $1) * ($0 - $1) }))
    }
  }

  @Test
  func `zeros are counted, magnitudes compared and faults found wherever they stand`() {
    for path in Self.paths {
      var x = Self.x.map { $0 == 0 ? 1 : $0 }
      x[3] = 0
      x[1_002] = -0.0
      x[500] = -99
      #expect(dl_count_zeros_f32(x, x.count, path) == 2)
      #expect(dl_largest_magnitude_f32(x, x.count, path) == 99)
      #expect(dl_all_finite_f32(x, x.count, path))
      for place in [0, 8, 1_002] {
        for fault in [Float.nan, .infinity, -.infinity] {
          var broken = x
          broken[place] = fault
          #expect(!dl_all_finite_f32(broken, broken.count, path))
        }
      }
    }
  }

  @Test
  func `columns are chains over the rows`() {
    let (rows, columns) = (17, 59)
    for path in Self.paths {
      var sums = [Double](repeating: 0, count: columns)
      dl_add_column_sums_f32(Self.x, rows, columns, &sums, path)
      let expected = (0..<columns).map { c in (0..<rows).reduce(0.0) { $0 + Double(Self.x[$1 * columns + c]) } }
      #expect(sums == expected)
      var squares = [Double](repeating: 0, count: columns)
      dl_add_column_centered_squares_f32(Self.x, sums, rows, columns, &squares, path)
      let distances = (0..<columns).map { c in
        (0..<rows).reduce(0.0) { total, row in
          let distance = Double(Self.x[row * columns + c]) - sums[c]
          return total + distance * distance
        }
      }
      #expect(squares == distances)
    }
  }
}

// MARK: - Losses

extension ReductionsTests {
  struct CrossEntropy: Equatable {
    var probabilities: [Float]
    var losses: [Double]
    var gradient: [Float]
    var predictions: [UInt32]
    var confidences: [Float]

    init(_ logits: [Float], _ labels: [UInt32], classes: Int, smoothing: Double, path: dl_path = DL_PATH_FASTEST) {
      let rows = labels.count
      probabilities = Array(repeating: 0, count: rows * classes)
      losses = Array(repeating: 0, count: rows)
      gradient = probabilities
      predictions = Array(repeating: 0, count: rows)
      confidences = Array(repeating: 0, count: rows)
      dl_softmax_cross_entropy(
        logits, labels, rows, classes, smoothing, 1 / Double(rows), &probabilities, &losses, &gradient, &predictions,
        &confidences, path)
    }
  }

  static func exactLoss(_ logits: [Double], label: Int, smoothing: Double) -> Double {
    let top = logits.max() ?? 0
    let logSum = top + dl_log(logits.reduce(0) { $0 + dl_exp($1 - top) })
    return logits.enumerated().reduce(0) { total, item in
      let target = (item.offset == label ? 1 - smoothing : 0) + smoothing / Double(logits.count)
      return total - target * (item.element - logSum)
    }
  }

  @Test(arguments: [1, 2, 3, 10, 59, 257, 501], [0, 0.1])
  func `cross-entropy is its definition and its gradient the finite difference`(classes: Int, smoothing: Double) {
    let rows = 2
    let logits = Array(Self.x.prefix(rows * classes))
    let labels = [UInt32(0), UInt32(classes - 1)]
    let found = CrossEntropy(logits, labels, classes: classes, smoothing: smoothing)
    for row in 0..<rows {
      let z = logits[row * classes..<(row + 1) * classes].map(Double.init)
      let label = Int(labels[row])
      let loss = Self.exactLoss(z, label: label, smoothing: smoothing)
      #expect(abs(found.losses[row] - loss) <= 1e-12 * max(1, loss))
      let slice = found.probabilities[row * classes..<(row + 1) * classes]
      #expect(abs(slice.reduce(0.0) { $0 + Double($1) } - 1) < 1e-5)
      #expect(slice.max() == found.confidences[row])
      for place in stride(from: 0, to: classes, by: max(1, classes / 3)) {
        var (up, down) = (z, z)
        up[place] += 1e-4
        down[place] -= 1e-4
        let slope =
          (Self.exactLoss(up, label: label, smoothing: smoothing)
            - Self.exactLoss(down, label: label, smoothing: smoothing)) / 2e-4
        #expect(abs(Double(found.gradient[row * classes + place]) - slope / Double(rows)) < 1e-7)
      }
    }
  }

  @Test
  func `paths and batch splits give the same bits`() {
    let labels = (0..<100).map { UInt32($0 % 10) }
    let logits = Array(Self.x.prefix(1_000))
    let whole = CrossEntropy(logits, labels, classes: 10, smoothing: 0.1, path: DL_PATH_PORTABLE)
    #expect(whole == CrossEntropy(logits, labels, classes: 10, smoothing: 0.1, path: DL_PATH_V3))
    let part = CrossEntropy(Array(logits.suffix(300)), Array(labels.suffix(30)), classes: 10, smoothing: 0.1)
    #expect(part.losses == Array(whole.losses.suffix(30)))
    #expect(part.probabilities == Array(whole.probabilities.suffix(300)))
  }

  @Test
  func `the first of equal maxima is predicted and huge logits stay finite`() {
    let found = CrossEntropy([1, 3, 3, 2, 1e30, -1e30, 1e30, 0], [1, 0], classes: 4, smoothing: 0)
    #expect(found.predictions == [1, 0])
    #expect(abs(found.losses[1] - 0.6931471805599453) < 1e-15)
    #expect(CrossEntropy([.infinity, 0], [0], classes: 2, smoothing: 0).losses[0].isNaN)
    #expect(CrossEntropy([.nan, 0], [1], classes: 2, smoothing: 0).losses[0].isNaN)
  }

  @Test
  func `outputs may be left out and gradients may replace logits`() {
    let labels: [UInt32] = [1, 0, 2]
    var logits = Array(Self.x.prefix(9))
    let full = CrossEntropy(logits, labels, classes: 3, smoothing: 0)
    var softmax = logits
    dl_softmax_f32(logits, 3, 3, &softmax, DL_PATH_FASTEST)
    #expect(softmax == full.probabilities)
    logits.withUnsafeMutableBufferPointer { buffer in
      dl_softmax_cross_entropy(
        buffer.baseAddress, labels, 3, 3, 0, 1.0 / 3, nil, nil, buffer.baseAddress, nil, nil, DL_PATH_FASTEST)
    }
    #expect(logits == full.gradient)
  }

  @Test
  func `squared error is averaged over outputs`() {
    for path in Self.paths {
      var losses = [0.0, 0]
      var gradient: [Float] = [0, 0, 0, 0]
      dl_mean_squared_error([1, 2, 3, 4], [0, 2, 5, 8], 2, 2, 0.5, &losses, &gradient, path)
      #expect(losses == [0.5, 10])
      #expect(gradient == [0.5, 0, -1, -2])
    }
  }
}
