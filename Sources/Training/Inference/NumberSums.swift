import CKernels

/// Running sums, in Double, of the real numbers that several passes answered for one batch.
///
/// Mean and squared distances by Welford 1962; densities as a scaled sum, so that none of them underflows.
struct NumberSums {
  /// Numbers answered per example.
  let width: Int
  /// Whether log variances follow the means in every row of answers.
  let hasVariances: Bool
  private(set) var passes = 0
  private var means: [Double] = []
  /// Σ (m − mean)², as passes come in.
  private var squares: [Double] = []
  /// Σ exp s.
  private var variances: [Double] = []
  /// The largest log density met, and Σ exp (log density − it).
  private var largest: [Double] = []
  private var densities: [Double] = []

  init(width: Int, hasVariances: Bool) {
    self.width = width
    self.hasVariances = hasVariances
  }

  /// Forgets what was added and makes room for a batch.
  mutating func clear(rows: Int) {
    let zeros = [Double](repeating: 0, count: rows * width)
    passes = 0
    (means, squares) = (zeros, zeros)
    guard hasVariances else { return }
    (variances, densities) = (zeros, zeros)
    largest = [Double](repeating: -.infinity, count: rows * width)
  }

  /// Adds one pass: rows of `width` means, then as many log variances where there are any.
  mutating func add(_ answers: UnsafePointer<Float>, targets: UnsafePointer<Float>) {
    passes += 1
    let stride = hasVariances ? 2 * width : width
    for place in means.indices {
      let from = place / width * stride + place % width
      let answer = Double(answers[from])
      let before = answer - means[place]
      means[place] += before / Double(passes)
      squares[place] += before * (answer - means[place])
      if hasVariances { addLaw(answer, Double(answers[from + width]), target: Double(targets[place]), at: place) }
    }
  }

  /// Adds the variance of N(mean, exp logVariance) and its density at the target.
  private mutating func addLaw(_ mean: Double, _ logVariance: Double, target: Double, at place: Int) {
    variances[place] += dl_exp(logVariance)
    let distance = mean - target
    let log = -0.5 * (dl_exp(-logVariance) * (distance * distance) + logVariance) - Self.halfLogTwoPi
    if log > largest[place] {
      densities[place] = densities[place] * dl_exp(largest[place] - log) + 1
      largest[place] = log
    } else {
      densities[place] += dl_exp(log - largest[place])
    }
  }

  private static let halfLogTwoPi = 0.91893853320467274178
}

// MARK: - What they come to

extension NumberSums {
  /// Adds one number per example to every measure.
  func measure(targets: UnsafePointer<Float>, inGap: (Int) -> Bool?, into measures: inout NumberMeasures) {
    for row in 0..<means.count / width {
      let places = row * width..<(row + 1) * width
      func mean(_ value: (Int) -> Double) -> Double { places.reduce(0) { $0 + value($1) } / Double(width) }
      measures.squares.append(
        mean { place in
          let distance = means[place] - Double(targets[place])
          return distance * distance
        })
      if hasVariances {
        measures.nll.append(mean { dl_log(Double(passes)) - largest[$0] - dl_log(densities[$0]) })
        measures.aleatoric.append(mean { (variances[$0] / Double(passes)).squareRoot() })
      }
      if passes > 1 {
        measures.epistemic.append(mean { (max(0, squares[$0]) / Double(passes - 1)).squareRoot() })
        measures.inGap.append(inGap(row))
      }
    }
  }
}
