/// What the first units of a network read of an image: their incoming weights, picture by picture.
package struct FilterRow: Hashable, Sendable {
  /// Units that are shown of a configuration.
  package static let shown = 10

  /// Label of the configuration.
  package let label: String
  package let width: Int
  package let height: Int
  /// Weights of each unit, row by row of the image.
  package let filters: [[Float]]

  package init(label: String, width: Int, height: Int, filters: [[Float]]) {
    precondition(filters.allSatisfy { $0.count == width * height }, "filters are not \(width) × \(height)")
    (self.label, self.width, self.height, self.filters) = (label, width, height, filters)
  }

  /// Mean over the filters of the share of squared weight in the best square window of so many pixels.
  func localisation(window: Int) -> Double {
    let shares = filters.map { filter -> Double in
      let total = filter.reduce(0) { $0 + Double($1) * Double($1) }
      return total > 0 ? best(filter, window: window) / total : 0
    }
    return shares.reduce(0, +) / Double(max(shares.count, 1))
  }

  private func best(_ filter: [Float], window: Int) -> Double {
    var best = 0.0
    for top in 0...max(0, height - window) {
      for left in 0...max(0, width - window) {
        var sum = 0.0
        for y in top..<min(height, top + window) {
          for x in left..<min(width, left + window) {
            sum += Double(filter[y * width + x]) * Double(filter[y * width + x])
          }
        }
        best = max(best, sum)
      }
    }
    return best
  }

  /// The root mean square of all weights.
  var scale: Double {
    let squares = filters.joined().reduce(0) { $0 + Double($1) * Double($1) }
    return (squares / Double(max(1, filters.count * width * height))).squareRoot()
  }
}
