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
    var values = [Double](repeating: 0, count: degree + 1)
    write(&values, at: place)
    return values
  }

  /// The length of the path that the direction of the values takes from the least to the greatest place, opposite directions alike.
  func pathLength(skipping skipped: Int) -> Double {
    guard let low = places.min(), let high = places.max(), degree + 1 - skipped > 1 else { return 0 }
    let steps = 4096
    var length = 0.0
    var (last, next) = (values(at: low), values(at: low))
    direct(&last, from: skipped)
    for step in 1...steps {
      write(&next, at: low + (high - low) * Double(step) / Double(steps))
      direct(&next, from: skipped)
      var (along, chord) = (0.0, 0.0)
      for term in skipped...degree { along += last[term] * next[term] }
      for term in skipped...degree {
        let distance = next[term] - (along < 0 ? -last[term] : last[term])
        chord += distance * distance
      }
      length += chord.squareRoot()
      swap(&last, &next)
    }
    return length
  }

  private func write(_ values: inout [Double], at place: Double) {
    values[0] = 1 / norms[0]
    for term in 0..<degree {
      let previous = term == 0 ? 0 : norms[term] * values[term - 1]
      values[term + 1] = ((place - centres[term]) * values[term] - previous) / norms[term + 1]
    }
  }

  /// Gives the values from one on the length 1, unless all are 0.
  private func direct(_ values: inout [Double], from first: Int) {
    var square = 0.0
    for term in first...degree { square += values[term] * values[term] }
    let size = square.squareRoot()
    guard size > 0 else { return }
    for term in first...degree { values[term] /= size }
  }
}
