import Analysis
import Experiments

/// Curves as signs in a terminal: dots of Braille, two by four in a cell, or letters in plain ASCII.
struct TerminalPlot {
  let metric: Metric
  let lines: [(name: String, points: [(epoch: Int, value: Double)])]
  let width: Int
  let height: Int
  let glyphs: Glyphs

  /// As wide as the terminal, and no wider than a line that is read at ease.
  init(
    metric: Metric, lines: [(name: String, points: [(epoch: Int, value: Double)])], within columns: Int,
    height: Int = 8, glyphs: Glyphs
  ) {
    (self.metric, self.lines, self.height, self.glyphs) = (metric, lines, height, glyphs)
    width = max(20, min(columns, 72))
  }

  /// The curves of configurations or trials on the first of the splits on which any has one; empty where there are more
  /// sides than can be told apart.
  static func text(
    of sides: [(name: String, curve: (Split) -> Curve?)], metric: Metric, splits: [Split], within columns: Int,
    glyphs: Glyphs
  ) -> String {
    guard sides.count <= mostLines else { return "" }
    for split in splits {
      let lines = sides.compactMap { side -> (name: String, points: [(epoch: Int, value: Double)])? in
        guard let curve = side.curve(split), curve.points.count > 1 else { return nil }
        return ("\(side.name), \(split.title)", curve.points.map { ($0.epoch, $0.mean) })
      }
      if !lines.isEmpty { return TerminalPlot(metric: metric, lines: lines, within: columns, glyphs: glyphs).text }
    }
    return ""
  }

  /// Empty where no line has two points.
  var text: String {
    let values = lines.flatMap { $0.points.map(\.value) }.filter(\.isFinite)
    let epochs = lines.flatMap { $0.points.map(\.epoch) }
    guard lines.contains(where: { $0.points.count > 1 }), let low = values.min(), let high = values.max(),
      let first = epochs.min(), let last = epochs.max(), last > first
    else { return "" }
    let text = MetricText(metric: metric, intervals: [], values: [low, high].filter { $0 != 0 })
    let labels = [text.value(high), text.value(low)]
    let margin = labels.map(\.count).max() ?? 0
    let frame = Frame(
      columns: width - margin - 2 - (marksEnds ? lines.count + 1 : 0), rows: height, epochs: first...last, low: low,
      high: high > low ? high : low + max(abs(low), 1))
    let cells = glyphs == .unicode ? braille(frame) : letters(frame)
    let rows = cells.enumerated().map { row, cells in
      let label = row == 0 ? labels[0] : row == height - 1 ? labels[1] : ""
      return String(repeating: " ", count: margin - label.count) + label + (glyphs == .unicode ? " ┤" : " |") + cells
        + ends(row, frame)
    }
    let axis = "\(first)" + String(repeating: " ", count: max(1, frame.columns - "\(first)\(last)".count)) + "\(last)"
    return ([heading] + rows + [String(repeating: " ", count: margin + 2) + axis]).joined(separator: "\n")
  }

  /// One line names itself behind the measure; several stand below each other with their letters.
  private var heading: String {
    guard lines.count > 1 else { return "\(metric.title) by epoch: \(lines.first?.name ?? "")" }
    let names = lines.enumerated().map { place, line in "  \(letter(place))  \(line.name)" }
    return (["\(metric.title) by epoch"] + names).joined(separator: "\n")
  }

  /// Lines that can be told apart.
  static var mostLines: Int { letters.count }

  private static let letters: [(dots: Character, line: Character)] = [("a", "o"), ("b", "x"), ("c", "+"), ("d", "*")]

  /// What names a line: in plain ASCII what it is drawn with, otherwise what stands at its end.
  private func letter(_ place: Int) -> Character {
    let letters = Self.letters[place % Self.letters.count]
    return glyphs == .unicode ? letters.dots : letters.line
  }

  /// Whether letters at the ends of the lines tell which is which.
  private var marksEnds: Bool { glyphs == .unicode && lines.count > 1 }

  /// The letters of the lines that end in a row.
  private func ends(_ row: Int, _ frame: Frame) -> String {
    guard marksEnds else { return "" }
    let here = lines.indices.filter { place in
      lines[place].points.last { $0.value.isFinite }.map { frame.place($0, across: 1, down: height * 4).y / 4 } == row
    }
    return here.isEmpty ? "" : " " + String(here.map(letter))
  }

  private struct Frame {
    let columns: Int
    let rows: Int
    let epochs: ClosedRange<Int>
    let low: Double
    let high: Double

    /// The place of a point on a raster of so many dots.
    func place(_ point: (epoch: Int, value: Double), across: Int, down: Int) -> (x: Int, y: Int) {
      let x = (point.epoch - epochs.lowerBound) * (across - 1) / max(1, epochs.upperBound - epochs.lowerBound)
      // Halves, whose difference is always finite.
      let share = (point.value / 2 - low / 2) / (high / 2 - low / 2)
      return (x, down - 1 - Int((share * Double(down - 1)).rounded()))
    }
  }

  /// Points of a line, with the dots between them.
  private static func dots(
    _ points: [(epoch: Int, value: Double)], _ frame: Frame, across: Int, down: Int
  ) -> [(x: Int, y: Int)] {
    let places = points.filter { $0.value.isFinite }.map { frame.place($0, across: across, down: down) }
    return zip(places, places.dropFirst()).flatMap { from, to in
      let steps = max(1, abs(to.x - from.x), abs(to.y - from.y))
      return (0...steps).map { (from.x + (to.x - from.x) * $0 / steps, from.y + (to.y - from.y) * $0 / steps) }
    }
  }

  private func braille(_ frame: Frame) -> [String] {
    var bits = [[UInt32]](repeating: [UInt32](repeating: 0, count: frame.columns), count: frame.rows)
    let order: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    for line in lines {
      for dot in Self.dots(line.points, frame, across: frame.columns * 2, down: frame.rows * 4) {
        bits[dot.y / 4][dot.x / 2] |= order[dot.y % 4][dot.x % 2]
      }
    }
    return bits.map { row in
      String(String.UnicodeScalarView(row.compactMap { $0 == 0 ? " " : Unicode.Scalar(0x2800 + $0) }))
    }
  }

  private func letters(_ frame: Frame) -> [String] {
    var cells = [[Character]](repeating: [Character](repeating: " ", count: frame.columns), count: frame.rows)
    for (place, line) in lines.enumerated().reversed() {
      for dot in Self.dots(line.points, frame, across: frame.columns, down: frame.rows) {
        cells[dot.y][dot.x] = letter(place)
      }
    }
    return cells.map { String($0) }
  }
}
