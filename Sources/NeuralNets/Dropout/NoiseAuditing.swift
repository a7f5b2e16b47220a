/// A place that draws noise and counts in training what it drew: a site, a gate, a block of paths, a layer of sums.
package protocol NoiseAuditing: AnyObject {
  /// The path name that its metrics are written under.
  var auditName: String { get }
  /// What was drawn in training since the counts were forgotten.
  var audit: NoiseAudit { get set }
  /// Whether a factor can be 0.
  var hasZeros: Bool { get }
  /// How its rate changes over training; nil where it stays.
  var curve: RateCurve? { get }
  /// What theory says of the factors at a share of training; nil where it says nothing: of what is learned, or depends
  /// on the data.
  func expectation(at progress: Double) -> NoiseExpectation?
}

extension NoiseAuditing {
  package var hasZeros: Bool { true }

  /// The share of factors that were 0; nil where none can be, or nothing was drawn.
  package var dropFraction: Double? { hasZeros ? audit.dropFraction : nil }

  /// Mean and variance of the factors; nil when nothing was drawn.
  package var moments: (mean: Double, variance: Double)? { audit.moments }

  /// Begins to count anew.
  package func forgetDropCounts() { audit = NoiseAudit() }

  /// What was counted since, as a checkpoint keeps it.
  package var drawCounts: [Double] {
    get { audit.numbers }
    set { audit.numbers = newValue }
  }

  /// What theory says of the factors of steps at these shares of training, taken together.
  package func expectation(over steps: [Double]) -> NoiseExpectation? {
    // What stays is the same in every step.
    let steps = curve == nil ? Array(steps.prefix(1)) : steps
    let laws = steps.compactMap { expectation(at: $0) }
    guard let law = laws.count == steps.count ? NoiseExpectation(mixing: laws) : nil else { return nil }
    return NoiseExpectation(
      dropFraction: hasZeros ? law.dropFraction : nil, mean: law.mean, variance: law.variance)
  }
}

extension Network {
  /// Everything that draws and counts: sites, gates, blocks of paths, layers of sums, each from the input up.
  package var auditing: [any NoiseAuditing] { sites + gates + fractals + noisySums }
}
