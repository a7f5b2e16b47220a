/// Counts and sums over the factors that a place drew.
package struct NoiseAudit: Hashable, Sendable {
  /// Examples of a batch whose factors are summed, the first ones; masks are counted whole, which costs nothing.
  static let examples = 32

  private var met = 0
  private var dropped = 0
  private var sum = 0.0
  private var squares = 0.0

  /// Everything counted and summed, for a checkpoint; counts stay far below where Double leaves whole numbers out.
  var numbers: [Double] {
    get { [Double(met), Double(dropped), sum, squares] }
    set { (met, dropped, sum, squares) = (Int(newValue[0]), Int(newValue[1]), newValue[2], newValue[3]) }
  }

  /// Adds so many factors, of which the kept ones are `scale` and the others 0.
  mutating func addMask(_ count: Int, kept: Int, scale: Double) {
    met += count
    dropped += count - kept
    sum += Double(kept) * scale
    squares += Double(kept) * scale * scale
  }

  /// Adds so many factors by their sums, of which some are 0.
  mutating func addFactors(_ count: Int, sum: Double, squares: Double, zeros: Int = 0) {
    met += count
    dropped += zeros
    self.sum += sum
    self.squares += squares
  }

  /// The share of zeros; nil when nothing was drawn.
  var dropFraction: Double? { met > 0 ? Double(dropped) / Double(met) : nil }

  /// Mean and variance; nil when nothing was drawn.
  var moments: (mean: Double, variance: Double)? {
    guard met > 0 else { return nil }
    let mean = sum / Double(met)
    return (mean, max(0, squares / Double(met) - mean * mean))
  }
}
