import Foundation
import Statistics
import Testing

/// Values computed by SciPy; `Reference/make_reference.py` makes the file.
struct Reference: Decodable {
  struct Cumulative: Decodable { let df, t, value: Double }
  struct Quantile: Decodable { let df, p, value: Double }
  struct Summary: Decodable {
    let values: [Double]
    let mean, sd, se, median, low, high: Double
    let quantiles: [Double]
  }
  struct Pairs: Decodable {
    let first, second: [Double]
    let p, low, high, signFlip, hedgesG: Double
  }
  struct Share: Decodable {
    let successes, attempts: Int
    let level, exactLow, exactHigh, wilsonLow, wilsonHigh: Double
  }
  struct Family: Decodable { let p, adjusted: [Double] }

  let cdf: [Cumulative]
  let quantile: [Quantile]
  let samples: [Summary]
  let pairs: [Pairs]
  let proportions: [Share]
  let holm: [Family]

  static func read() throws -> Reference {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    return try JSONDecoder().decode(
      Reference.self, from: Data(contentsOf: folder.appending(path: "Reference/reference.json")))
  }
}

/// Whether two numbers agree to a relative 10⁻¹⁰, or absolutely below 10⁻²⁰⁰.
func agrees(_ found: Double?, _ expected: Double, relative: Double = 1e-10) -> Bool {
  guard let found else { return false }
  return (found - expected).magnitude <= max(1e-200, relative * expected.magnitude)
}

/// Returns the sample of values that a test knows to be finite.
func finite(_ values: [Double]) throws -> Sample { try #require(Sample(values)) }
