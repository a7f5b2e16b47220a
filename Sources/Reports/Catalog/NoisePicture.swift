import Analysis
import NeuralNets
import Plotting

/// Draws factors that noise really drew: a plate of maps, and how the factors are distributed.
struct NoisePicture {
  /// One row of maps of the plate.
  struct Row {
    let name: String
    let maps: [[Float]]
  }

  /// Width and height of every map.
  let width: Int
  let height: Int
  let rows: [Row]
  let columns: [String]
  /// All the factors that were drawn, of which the maps show the first.
  let factors: [Float]
  /// Mean and variance that the variant declares; nil where it declares none.
  let laws: NoiseLaws?
  /// What one pixel is, such as "one unit of a map".
  let what: String

  /// Two numbers only, or one: a mask with its two factors.
  private var mask: (dropped: Double, kept: Double)? {
    guard let least = factors.min(), let most = factors.max(), factors.allSatisfy({ $0 == least || $0 == most }) else {
      return nil
    }
    return (Double(least), Double(most))
  }

  private var mean: Double { factors.reduce(0) { $0 + Double($1) } / Double(factors.count) }
  private var variance: Double {
    let mean = mean
    return factors.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(factors.count)
  }

  func drawn() throws -> [CatalogPicture] { [try plate(), try density()] }

  // MARK: Plate

  private func plate() throws -> CatalogPicture {
    let mask = mask
    let plate = MapPlate(
      rows: rows.map { row in
        MapPlate.Row(
          row.name,
          row.maps.map { map in
            NumberMap(width: width, height: height, values: map.map { shown(Double($0), mask) })
          })
      }, columns: columns, scale: scale(mask))
    return CatalogPicture(
      try plate.drawn(), caption: "One pixel is \(what): what the noise makes of a 1.",
      alternative:
        "Small multiples of what the noise makes of ones: \(rows.count) rows (\(rows.map(\.name).joined(separator: ", "))) "
        + "by \(columns.count) columns; \(key(mask)).")
  }

  /// Masks are shown as 0 and 1 whatever they multiply by.
  private func shown(_ value: Double, _ mask: (dropped: Double, kept: Double)?) -> Double {
    guard let mask else { return value }
    return value == mask.dropped && mask.dropped != mask.kept ? 0 : 1
  }

  private func scale(_ mask: (dropped: Double, kept: Double)?) -> ColorScale {
    if let mask, mask.dropped == mask.kept { return .constant(sign + Self.number(mask.kept)) }
    if let mask {
      return .mask(
        dropped: "dropped: " + sign + Self.number(mask.dropped), kept: "kept: " + sign + Self.number(mask.kept))
    }
    let center = laws?.mean ?? mean
    let reach = max(0.5, ((laws?.variance ?? variance).squareRoot() * 4).rounded() / 2)
    let ends = [center - reach, center, center + reach]
    return .diverging(center: center, reach: reach, ticks: ends.map { .init($0, Self.number($0)) })
  }

  /// What is added beside makes no factor of what becomes of a 1.
  private var sign: String { laws?.isShifted == true ? "1 → " : "× " }

  private func key(_ mask: (dropped: Double, kept: Double)?) -> String {
    if let mask, mask.dropped == mask.kept { return "every factor is \(Self.number(mask.kept))" }
    guard let mask else { return "blue below and orange above the mean" }
    return "dark is \(sign)\(Self.number(mask.dropped)), light is \(sign)\(Self.number(mask.kept))"
  }

  // MARK: Density

  private func density() throws -> CatalogPicture {
    let (mean, deviation) = (mean, variance.squareRoot())
    let style = SeriesStyle(0)
    let (layers, height) = mask == nil ? histogram(style) : spikes(style)
    let spread: [Plotting.Layer] =
      deviation > 0
      ? [
        .intervals(
          [Span(at: height * 1.1, low: mean - deviation, high: mean + deviation)], SeriesStyle(1), values: .horizontal)
      ]
      : []
    let figure = Figure(
      x: Axis(laws?.isShifted == true ? "What becomes of a 1" : "Factor", including: [0, 2]),
      y: Axis(mask == nil ? "Density" : "Share", including: [0, height * 1.2]),
      panels: [Panel(layers: layers + spread + [.moment(mean, name: "mean \(Self.number(mean))")])],
      key: deviation > 0 ? [KeyEntry(.interval(SeriesStyle(1)), "mean ± standard deviation")] : [], width: 340,
      panelHeight: 150)
    return CatalogPicture(try figure.drawn(), caption: moments, alternative: "Distribution of the factors. \(moments)")
  }

  /// Mean and variance of what was drawn, beside what is declared.
  private var moments: String {
    let drawn =
      "\(NumberText.count(factors.count)) numbers: mean \(Self.number(mean)), variance \(Self.number(variance))"
    guard let mean = laws?.mean, let variance = laws?.variance else { return drawn + "." }
    return drawn + "; by its law \(Self.number(mean)) and \(Self.number(variance))."
  }

  private func spikes(_ style: SeriesStyle) -> ([Plotting.Layer], Double) {
    guard let mask else { return ([], 1) }
    let kept = Double(factors.count { Double($0) == mask.kept }) / Double(factors.count)
    let bars = [(mask.kept, kept)] + (mask.dropped < mask.kept ? [(mask.dropped, 1 - kept)] : [])
    let layers: [Plotting.Layer] = [
      .links(bars.map { Link(Point($0.0, 0), Point($0.0, $0.1)) }, style),
      .points(bars.map { Point($0.0, $0.1) }, style),
    ]
    return (layers, max(kept, 1 - kept))
  }

  private func histogram(_ style: SeriesStyle) -> ([Plotting.Layer], Double) {
    let (mean, deviation) = (mean, variance.squareRoot())
    let least = max(Double(factors.min() ?? 0), mean - 4 * deviation)
    let most = min(Double(factors.max() ?? 1), mean + 4 * deviation)
    let bins = 48
    let width = (most - least) / Double(bins)
    var counts = [Int](repeating: 0, count: bins)
    for factor in factors {
      let bin = ((Double(factor) - least) / width).rounded(.down)
      if bin >= -0.5, bin <= Double(bins) { counts[min(Int(bin), bins - 1)] += 1 }
    }
    let heights = counts.map { Double($0) / (Double(factors.count) * width) }
    let edges = heights.indices.flatMap { bin -> [Point] in
      let left = least + Double(bin) * width
      return [Point(left, heights[bin]), Point(left + width, heights[bin])]
    }
    let outline = [Point(least, 0)] + edges + [Point(most, 0)]
    let area = edges.map { Span(at: $0.x, low: 0, high: $0.y) }
    return ([.band(area, style), .line(outline, style, marked: false)], heights.max() ?? 1)
  }

  private static func number(_ value: Double) -> String {
    let text = NumberText.fixed(value, places: 3)
    guard text.contains(".") else { return text }
    return String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed())
  }
}
