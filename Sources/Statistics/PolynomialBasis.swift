/// Polynomials that are orthonormal over given places, by the recurrence of Forsythe (1957).
struct PolynomialBasis: Sendable {
  let places: [Double]
  let degree: Int
  private var centres: [Double] = []
  private var norms: [Double] = []

  init(places: [Double], degree: Int) {
    (self.places, self.degree) = (places, degree)
    let count = Double(places.count)
    norms = [count.squareRoot()]
    var last = [Double](repeating: 0, count: places.count)
    var current = [Double](repeating: 1 / count.squareRoot(), count: places.count)
    for term in 0..<degree {
      let centre = zip(places, current).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
      centres.append(centre)
      let previous = term == 0 ? 0 : norms[term]
      let next = places.indices.map { (places[$0] - centre) * current[$0] - previous * last[$0] }
      let norm = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
      norms.append(norm)
      (last, current) = (current, next.map { $0 / norm })
    }
  }

  /// Returns all degree + 1 polynomials at a place.
  func values(at place: Double) -> [Double] {
    var values = [1 / norms[0]]
    for term in 0..<degree {
      let previous = term == 0 ? 0 : norms[term] * values[term - 1]
      values.append(((place - centres[term]) * values[term] - previous) / norms[term + 1])
    }
    return values
  }

  /// The length of the path that the direction of the values takes from the least to the greatest place, opposite directions alike.
  func pathLength(skipping skipped: Int) -> Double {
    guard let low = places.min(), let high = places.max(), degree + 1 - skipped > 1 else { return 0 }
    let steps = 4096
    var length = 0.0
    var last = direction(at: low, skipping: skipped)
    for step in 1...steps {
      let next = direction(at: low + (high - low) * Double(step) / Double(steps), skipping: skipped)
      let along = zip(last, next).reduce(0) { $0 + $1.0 * $1.1 }
      let chord = zip(last, next).reduce(0) { sum, pair in
        let distance = pair.1 - (along < 0 ? -pair.0 : pair.0)
        return sum + distance * distance
      }
      length += chord.squareRoot()
      last = next
    }
    return length
  }

  private func direction(at place: Double, skipping skipped: Int) -> [Double] {
    let values = Array(self.values(at: place).dropFirst(skipped))
    let size = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return size > 0 ? values.map { $0 / size } : values
  }
}
