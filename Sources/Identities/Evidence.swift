/// What one check of an identity measured and what it should have been.
package struct Finding: Hashable, Sendable {
  /// How the number found must stand to the number expected.
  package enum Relation: String, Hashable, Sendable {
    /// |found − expected| ≤ tolerance.
    case equals = "="
    /// found ≥ expected − tolerance.
    case atLeast = "≥"
    /// found ≤ expected + tolerance.
    case atMost = "≤"
  }

  /// What was measured, in words.
  package let what: String
  package let found: Double
  package let relation: Relation
  package let expected: Double
  package let tolerance: Double

  /// Whether the number found stands to the expected one as it must; never for NaN.
  package var holds: Bool {
    switch relation {
    case .equals: abs(found - expected) <= tolerance
    case .atLeast: found >= expected - tolerance
    case .atMost: found <= expected + tolerance
    }
  }
}

/// The findings of one identity.
package struct Evidence: Hashable, Sendable {
  package private(set) var findings: [Finding] = []

  package init() {}

  /// Whether there are findings and all hold.
  package var holds: Bool { !findings.isEmpty && findings.allSatisfy(\.holds) }

  /// The findings that do not hold.
  package var failures: [Finding] { findings.filter { !$0.holds } }

  /// Adds a number that must equal another within a tolerance.
  package mutating func equal(_ what: String, _ found: Double, _ expected: Double, within tolerance: Double = 1e-12) {
    add(what, found, .equals, expected, tolerance)
  }

  /// Adds numbers that must equal others one by one; the worst is kept.
  package mutating func equal(
    _ what: String, _ found: [Double], _ expected: [Double], within tolerance: Double = 1e-12
  ) {
    let distances = zip(found, expected).map { $0.isNaN || $1.isNaN ? Double.infinity : abs($0 - $1) }
    let worst = found.count == expected.count ? distances.max() ?? .infinity : .infinity
    add("\(what): largest distance of \(found.count)", worst, .atMost, 0, tolerance)
  }

  /// Adds a number that must not lie below another.
  package mutating func atLeast(_ what: String, _ found: Double, _ bound: Double, within tolerance: Double = 0) {
    add(what, found, .atLeast, bound, tolerance)
  }

  /// Adds a number that must not lie above another.
  package mutating func atMost(_ what: String, _ found: Double, _ bound: Double, within tolerance: Double = 0) {
    add(what, found, .atMost, bound, tolerance)
  }

  /// Adds a standard score that must lie within ±4.5 (false alarm 7 · 10⁻⁶).
  package mutating func score(_ what: String, _ z: Double) { add("z: \(what)", z, .equals, 0, 4.5) }

  /// Adds a statement that must be true: found 1, expected 1.
  package mutating func `true`(_ what: String, _ statement: Bool) { add(what, statement ? 1 : 0, .equals, 1, 0) }

  private mutating func add(
    _ what: String, _ found: Double, _ relation: Finding.Relation, _ expected: Double, _ tolerance: Double
  ) {
    findings.append(
      Finding(what: what, found: found, relation: relation, expected: expected, tolerance: tolerance))
  }
}
