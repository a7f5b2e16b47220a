/// A place that draws noise and counts in training what it drew: a site, a gate, a block of paths, a layer of sums.
package protocol NoiseAuditing: AnyObject {
  /// The path name that its metrics are written under.
  var auditName: String { get }
  /// The share of factors that were 0; nil where none can be, or nothing was drawn.
  var dropFraction: Double? { get }
  /// Mean and variance of the factors; nil when nothing was drawn.
  var moments: (mean: Double, variance: Double)? { get }
  /// Begins to count anew.
  func forgetDropCounts()
  /// What was counted since, as a checkpoint keeps it.
  var drawCounts: [Double] { get set }
}

extension Network {
  /// Everything that draws and counts: sites, gates, blocks of paths, layers of sums, each from the input up.
  package var auditing: [any NoiseAuditing] { sites + gates + fractals + noisySums }
}
