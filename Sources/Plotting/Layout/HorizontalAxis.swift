/// Ticks, labels and titles below the panels, and the second reading above them.
struct HorizontalAxis {
  let figure: Figure
  let range: AxisRange
  let panels: [Box]
  let columns: Int
  let lettering: Lettering
  let ticks: Ticks
  let form: LabelForm

  /// How the labels of one axis are written, all in the same way.
  enum LabelForm: Hashable {
    case level
    /// Broken into so many lines.
    case wrapped(lines: Int)
    case upright
  }

  init(figure: Figure, range: AxisRange, panels: [Box], columns: Int, lettering: Lettering) {
    self.figure = figure
    self.range = range
    self.panels = panels
    self.columns = columns
    self.lettering = lettering
    let width = panels[0].width
    switch figure.x.scale {
    case .linear, .log:
      ticks = Self.numbers(figure.x, range, width: width, overhang: Self.overhang(columns), lettering)
      form = .level
    case .categories(let names):
      let all = Ticks(values: names.indices.map(Double.init), labels: names)
      let room = width / Double(names.count)
      form = Self.form(of: names, room: room, lettering)
      ticks = form == .upright ? all.thinned(by: max(1, Int((TextStyle.tick.height / room).rounded(.up)))) : all
    }
  }

  func scale(in box: Box) -> Scale {
    Scale(kind: figure.x.scale, low: range.low, high: range.high, start: box.left, end: box.right)
  }

  var labelHeight: Double {
    switch form {
    case .level: return 15
    case .wrapped(let lines): return Double(lines) * 13 + 2
    case .upright: return (ticks.labels.map { lettering.width(of: uprightText($0), .tick) }.max() ?? 0) + 4
    }
  }
}

// MARK: - Choosing

extension HorizontalAxis {
  /// Takes as many ticks as fit with air between their labels.
  private static func numbers(_ axis: Axis, _ range: AxisRange, width: Double, overhang: Double, _ lettering: Lettering)
    -> Ticks
  {
    var count = max(2, min(11, Int(width / 48)))
    while true {
      let ticks =
        axis.scale == .log
        ? Ticks.log(from: range.low, to: range.high, atMost: count)
        : Ticks.linear(from: range.low, to: range.high, atMost: count, whole: axis.wholeTicks)
      let scale = Scale(kind: axis.scale, low: range.low, high: range.high, start: 0, end: width)
      let boxes = zip(ticks.values, ticks.labels).map {
        level($1, at: Point(scale.position($0), 0), from: -overhang, to: width + overhang, lettering).box
      }
      let apart = zip(boxes, boxes.dropFirst()).allSatisfy { $0.right + 10 <= $1.left }
      if apart { return ticks }
      if count <= 2 { return ticks.thinned(by: max(2, ticks.values.count)) }
      count -= 1
    }
  }

  /// How far labels may stand out beyond a panel without meeting those of the next one.
  private static func overhang(_ columns: Int) -> Double { columns > 1 ? FigureLayout.gap / 2 - 1 : 12 }

  /// Places a label in the middle below its tick, moved inwards where it would stand out too far.
  private static func level(
    _ label: String, at: Point, from low: Double, to high: Double, _ lettering: Lettering
  ) -> PlacedText {
    let half = lettering.width(of: label, .tick) / 2
    let x = max(low + half, min(at.x, high - half))
    return lettering.placed(label, .tick, at: Point(x, at.y), .middle)
  }

  /// Level if all fit, else in up to three lines, else upright.
  private static func form(of names: [String], room: Double, _ lettering: Lettering) -> LabelForm {
    let width = room - 8
    if names.allSatisfy({ lettering.width(of: $0, .tick) <= width }) { return .level }
    let fitting = TextFitting(lettering: lettering)
    let lines = names.map { fitting.lines($0, .tick, width: width, atMost: 9) }
    let most = lines.map(\.count).max() ?? 1
    let isCut = lines.contains { $0.contains { $0.contains("…") } }
    return isCut || most > 3 ? .upright : .wrapped(lines: most)
  }

  private func uprightText(_ label: String) -> String {
    TextFitting(lettering: lettering).shortened(label, .tick, width: 150)
  }
}

// MARK: - Placing

extension HorizontalAxis {
  /// The labels of a panel that has none below it.
  func labels(under index: Int) -> [Mark] {
    guard index + columns >= panels.count else { return [] }
    let box = panels[index]
    let scale = scale(in: box)
    let marks: [Mark] = ticks.values.map { value in
      let x = scale.position(value)
      return .stroke([Point(x, box.bottom), Point(x, box.bottom + 4)], .spine, width: 1, .solid)
    }
    return marks
      + zip(ticks.values, ticks.labels).flatMap { value, label in
        texts(label, at: scale.position(value), under: box)
      }
  }

  private func texts(_ label: String, at x: Double, under box: Box) -> [Mark] {
    let top = box.bottom + 6
    let room = box.width / Double(max(1, ticks.values.count))
    switch form {
    case .level:
      let reach = Self.overhang(columns)
      let at = Point(x, top + 7.5)
      return [.text(Self.level(label, at: at, from: box.left - reach, to: box.right + reach, lettering))]
    case .wrapped:
      return TextFitting(lettering: lettering).lines(label, .tick, width: room - 8, atMost: 3).enumerated().map {
        .text(lettering.placed($1, .tick, at: Point(x, top + 7.5 + Double($0) * 13), .middle))
      }
    case .upright: return [.text(lettering.upright(uprightText(label), .tick, at: Point(x, top + 2), .end))]
    }
  }

  /// The title below all panels and, above the first row, the second reading with its title.
  func marks(titleMiddle: Double, top: Double, drawsOpposite: Bool) -> [Mark] {
    let left = panels.map(\.left).min() ?? 0
    let right = panels.map(\.right).max() ?? 0
    var marks: [Mark] = []
    if !figure.x.title.isEmpty {
      let fitted = TextFitting(lettering: lettering).shortened(figure.x.title, .axisTitle, width: figure.width - 20)
      let half = lettering.width(of: fitted, .axisTitle) / 2
      let middle = min(max((left + right) / 2, half + 10), figure.width - half - 10)
      marks.append(.text(lettering.placed(fitted, .axisTitle, at: Point(middle, titleMiddle), .middle)))
    }
    guard drawsOpposite, let opposite = figure.x.opposite else { return marks }
    let middle = Point((left + right) / 2, top + 8)
    marks.append(.text(lettering.placed(opposite.title, .axisTitle, at: middle, .middle)))
    return marks + panels.prefix(columns).flatMap { oppositeLabels($0, y: top + 25) }
  }

  private func oppositeLabels(_ box: Box, y: Double) -> [Mark] {
    let scale = scale(in: box)
    return zip(ticks.values, ticks.labels).flatMap { value, label in
      let places = label.split(separator: ".").dropFirst().first?.count ?? 0
      let x = scale.position(value)
      return [
        Mark.text(lettering.placed(Ticks.text(1 - value, places: places), .tick, at: Point(x, y), .middle)),
        Mark.stroke([Point(x, y + 7.5), Point(x, y + 11.5)], .spine, width: 1, .solid),
      ]
    }
  }
}
