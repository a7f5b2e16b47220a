/// Errors of several seeds on the same examples: an interval that covers the chance of both.
///
/// Two-way random effects without replication (Cornfield and Tukey 1956): yᵢⱼ = μ + seed + example + rest, whose mean has the
/// variance σ²_seed / S + σ²_example / E + σ²_rest / (S E). A bootstrap of one factor leaves the other's part out (Owen 2007).
package struct CrossedErrors: Hashable, Sendable {
  package let seeds: Int
  package let examples: Int
  /// The share of errors, or the difference of two.
  package let estimate: Double
  /// The variances of seeds, examples and the rest, by the method of moments; none below 0.
  package let seedVariance: Double
  package let exampleVariance: Double
  package let restVariance: Double
  private let wrong: Int?
  private let degreesOfFreedom: Double

  /// Takes one row of errors per seed; nil under two seeds or two examples.
  package init?(_ errors: [[Bool]]) {
    self.init(errors.map { $0.map { $0 ? 1 : 0 } }, wrong: errors.reduce(0) { $0 + $1.count { $0 } })
  }

  /// Takes the errors of two arms on the same seeds and examples, for the difference of their rates; nil as above.
  package init?(_ first: [[Bool]], minus second: [[Bool]]) {
    precondition(
      first.map(\.count) == second.map(\.count), "both arms have the same seeds and examples")
    self.init(zip(first, second).map { zip($0, $1).map { ($0 ? 1 : 0) - ($1 ? 1 : 0) } }, wrong: nil)
  }

  private init?(_ rows: [[Int]], wrong: Int?) {
    guard rows.count >= 2, let examples = rows.first?.count, examples >= 2 else { return nil }
    precondition(rows.allSatisfy { $0.count == examples }, "every seed is judged on the same \(examples) examples")
    let squares = CrossedSquares(rows)
    let (s, e) = (Double(rows.count), Double(examples))
    let rest = squares.rest / ((s - 1) * (e - 1))
    let (seedSquare, exampleSquare) = (squares.seeds / (s - 1), squares.examples / (e - 1))
    seeds = rows.count
    self.examples = examples
    self.wrong = wrong
    estimate = squares.mean
    restVariance = rest
    seedVariance = max(0, seedSquare - rest) / e
    exampleVariance = max(0, exampleSquare - rest) / s
    // Satterthwaite 1946, for the combination of mean squares MS_seed + MS_example − MS_rest.
    let (a, b) = (max(seedSquare, rest), max(exampleSquare, rest))
    let whole = a + b - rest
    let parts = a * a / (s - 1) + b * b / (e - 1) + rest * rest / ((s - 1) * (e - 1))
    degreesOfFreedom = parts > 0 ? whole * whole / parts : (s - 1) * (e - 1)
  }

  /// The standard error with respect to seeds and examples.
  package var standardError: Double {
    let (s, e) = (Double(seeds), Double(examples))
    return (seedVariance / s + exampleVariance / e + restVariance / (s * e)).squareRoot()
  }

  /// The standard error that other seeds would bring on these examples.
  package var seedError: Double {
    (seedVariance / Double(seeds) + restVariance / Double(seeds * examples)).squareRoot()
  }

  /// The standard error that other examples would bring with these seeds.
  package var exampleError: Double {
    (exampleVariance / Double(examples) + restVariance / Double(seeds * examples)).squareRoot()
  }

  /// Returns the interval by Student's t with Satterthwaite's degrees of freedom; a rate's ends stay in [0, 1].
  ///
  /// Where all or none are wrong there is no spread to go by: Clopper and Pearson's interval over the examples. A difference
  /// without spread has an interval of no width.
  package func interval(level: Double = 0.95) -> Interval {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, not at \(level)")
    if let wrong, wrong == 0 || wrong == seeds * examples {
      let exact = Proportion(successes: wrong == 0 ? 0 : examples, of: examples).clopperPearson(level: level)
      if let exact { return exact }
    }
    let reach = standardError * StudentT(degreesOfFreedom: degreesOfFreedom).quantile(0.5 + level / 2)
    let (low, high) = (estimate - reach, estimate + reach)
    return Interval(
      estimate: estimate, low: wrong == nil ? low : max(0, low), high: wrong == nil ? high : min(1, high), level: level,
      n: seeds, method: .crossed)
  }
}

/// The sums of squares of a table of whole numbers, exact until the last division.
private struct CrossedSquares {
  let mean, seeds, examples, rest: Double

  init(_ rows: [[Int]]) {
    let (s, e) = (rows.count, rows[0].count)
    let bySeed = rows.map { $0.reduce(0, +) }
    var byExample = [Int](repeating: 0, count: e)
    for row in rows {
      for (example, value) in row.enumerated() { byExample[example] += value }
    }
    let total = bySeed.reduce(0, +)
    let cells = rows.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
    let seedSquares = bySeed.reduce(0) { $0 + $1 * $1 }
    let exampleSquares = byExample.reduce(0) { $0 + $1 * $1 }
    // Σ over cells of (…)², times S E, all in whole numbers.
    let seedPart = s * seedSquares - total * total
    let examplePart = e * exampleSquares - total * total
    let wholePart = s * e * cells - total * total
    let count = Double(s * e)
    mean = Double(total) / count
    seeds = Double(seedPart) / count
    examples = Double(examplePart) / count
    rest = Double(wholePart - seedPart - examplePart) / count
  }
}
