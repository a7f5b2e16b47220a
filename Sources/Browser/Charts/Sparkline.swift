/// A curve the size of a word.
struct Sparkline {
  let values: [Double]

  /// Nothing with fewer than two values.
  var svg: HTML {
    let finite = values.filter(\.isFinite)
    guard finite.count > 1 else { return .nothing }
    let x = ChartScale([0, Double(finite.count - 1)], from: 1, to: 79)
    let y = ChartScale(finite, from: 17, to: 2)
    let points = finite.enumerated().map { "\(x.pixel(Double($0))),\(y.pixel($1))" }.joined(separator: " ")
    return """
      <svg class="spark" viewBox="0 0 80 19" width="80" height="19" aria-hidden="true"><polyline points="\(points)"/></svg>
      """
  }

  /// At most so many values, each the last of its stretch.
  static func thinned(_ values: [Double], to most: Int) -> [Double] {
    guard values.count > most else { return values }
    return (1...most).map { values[$0 * values.count / most - 1] }
  }
}
