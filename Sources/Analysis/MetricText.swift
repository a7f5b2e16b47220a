import Experiments
import Statistics

/// Writes values of one metric for people, all with the same number of places.
package struct MetricText: Hashable, Sendable {
  package let metric: Metric
  /// Places of a value, in percent for a share.
  package let places: Int

  package init(metric: Metric, places: Int) {
    self.metric = metric
    self.places = places
  }

  /// Chooses the places by the median of the intervals' half-widths; three digits of the median value without any.
  package init(metric: Metric, intervals: [Interval], values: [Double] = []) {
    let scale = metric.isShare ? 100.0 : 1
    let reaches = intervals.map { ($0.high - $0.low) / 2 * scale }.filter { $0 > 0 }.sorted()
    // An accuracy is as fine as the error that it leaves: 99.5 % beside 0.5 %.
    let sizes = values.map { (metric == .accuracy ? 1 - $0 : $0).magnitude * scale }.filter { $0 > 0 }.sorted()
    let byInterval = reaches.isEmpty ? nil : NumberText.places(for: reaches[reaches.count / 2])
    let byValue = sizes.isEmpty ? nil : max(0, 2 - NumberText.exponent(of: sizes[sizes.count / 2], digits: 3))
    self.init(metric: metric, places: byInterval ?? byValue ?? (metric.isShare ? 1 : 3))
  }

  /// The unit after a value, with the space before it: ` %` or nothing.
  package var unit: String { metric.isShare ? NumberText.space + "%" : "" }

  /// The unit of a difference: ` points` or nothing.
  package var differenceUnit: String { metric.isShare ? NumberText.space + "points" : "" }

  /// What stands in a column's head after the metric: `%`, or nothing.
  package var columnUnit: String? { metric.isShare ? "%" : nil }

  /// Returns the number alone: `5.1`.
  package func number(_ value: Double) -> String { NumberText.fixed(scaled(value), places: places) }

  /// Returns the number alone, with two digits where it would read as zero or with one only because others are 100 times as
  /// large or more.
  package func number(_ value: Double, beside others: [Double]) -> String {
    let text = number(value)
    let digits = text.drop { !"123456789".contains($0) }.count(where: \.isNumber)
    let largest = others.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
    guard value.isFinite, value != 0, digits < 2, value.magnitude <= largest / 100 else { return text }
    return NumberText.significant(scaled(value), digits: 2)
  }

  /// Returns a standard deviation without unit; that of equal values is nothing but 0.
  package func deviation(_ value: Double) -> String { value == 0 ? "0" : number(value) }

  /// Returns the number with its unit: `5.1 %`.
  package func value(_ value: Double) -> String { number(value) + unit }

  /// Returns a difference that has no interval, with its sign: `−1.0`.
  package func difference(_ value: Double) -> String { NumberText.signed(scaled(value), places: places) }

  /// Returns an estimated difference with its sign, which reads as zero only where its interval has zero.
  package func difference(_ interval: Interval) -> String {
    NumberText.signed(
      scaled(interval.estimate), within: scaled(interval.low), scaled(interval.high), places: places)
  }

  /// Returns the difference to a baseline; nil without pairs.
  package func difference(_ paired: PairedDifference) -> String? {
    paired.interval.map { difference($0) } ?? paired.estimate.map { difference($0) }
  }

  /// Returns the difference to the first arm; nil for that arm and without a common replicate.
  package func difference(_ cell: AlignedMetric.Cell) -> String? {
    cell.interval.map { difference($0) } ?? cell.difference.map { difference($0) }
  }

  /// Returns the size of an estimated difference with its unit, as `difference` writes it.
  package func size(_ interval: Interval) -> String {
    let text = difference(interval)
    let size = "+−".contains(text.prefix(1)) ? String(text.dropFirst()) : text
    return metric.isShare ? size + NumberText.points(after: size) : size
  }

  /// Returns a size without sign and with its unit: `1.0 points`.
  package func size(_ value: Double) -> String {
    let size = number(value.magnitude)
    return metric.isShare ? size + NumberText.points(after: size) : size
  }

  /// Returns the bounds of an interval of values: `4.8 to 5.4`.
  package func bounds(_ interval: Interval) -> String { "\(number(interval.low)) to \(number(interval.high))" }

  /// Returns the bounds of an interval of differences, with signs: `−1.3 to −0.7`.
  package func differenceBounds(_ interval: Interval) -> String {
    NumberText.signedBounds(scaled(interval.low), scaled(interval.high), places: places)
  }

  private func scaled(_ value: Double) -> Double { metric.isShare ? value * 100 : value }
}
