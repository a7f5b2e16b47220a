/// Where everything of a figure stands, before anything is drawn; tests look here for overlaps.
package struct FigureLayout {
  package private(set) var texts: [PlacedText] = []
  package private(set) var panels: [PanelLayout] = []
  /// Swatches of the legend: the box of the sample line and the series it shows.
  package private(set) var swatches: [(box: Box, style: Int)] = []
  package let width: Double
  package private(set) var height: Double = 0

  private let measure: TextMeasure
  private static let margin = 12.0

  init(_ figure: Figure, measure: TextMeasure) {
    self.measure = measure
    width = figure.width
    height = Self.margin
    placeLegend(figure)
    let columns = min(figure.columns, max(figure.panels.count, 1))
    let cell = (figure.width - 2 * Self.margin) / Double(columns)
    for (index, panel) in figure.panels.enumerated() {
      let box = Box(
        x: Self.margin + Double(index % columns) * cell,
        y: height + Double(index / columns) * figure.panelHeight, width: cell - (columns > 1 ? 10 : 0),
        height: figure.panelHeight)
      place(panel, in: box)
    }
    let rows = (figure.panels.count + columns - 1) / columns
    height += Double(rows) * figure.panelHeight + Self.margin / 2
  }

  // MARK: Legend

  /// One entry per series name, in rows above the panels; none for a single series.
  private mutating func placeLegend(_ figure: Figure) {
    var entries: [(name: String, style: Int)] = []
    for series in figure.panels.flatMap(\.series) where !series.name.isEmpty {
      if !entries.contains(where: { $0.name == series.name }) { entries.append((series.name, series.style)) }
    }
    guard entries.count > 1 else { return }
    let (size, swatch, gap, line) = (11.5, 26.0, 18.0, 19.0)
    var x = Self.margin
    for entry in entries {
      let text = measure.width(entry.name, size)
      if x > Self.margin, x + swatch + 6 + text > width - Self.margin {
        x = Self.margin
        height += line
      }
      swatches.append((Box(x: x, y: height, width: swatch, height: line), entry.style))
      let box = Box(x: x + swatch + 6, y: height + 2, width: text, height: line - 4)
      texts.append(PlacedText(text: entry.name, box: box, size: size, role: .legend, isTurned: false))
      x += swatch + 6 + text + gap
    }
    height += line + 6
  }

  // MARK: Panels

  private mutating func place(_ panel: Panel, in box: Box) {
    let size = 11.0
    let title = panel.title.isEmpty ? 0 : 22.0
    let y = AxisScale(panel.y, values: panel.values(\.y, horizontal: false), room: Int(box.height / 52))
    let widest = y.ticks.map { measure.width($0.label, size) }.max() ?? 0
    let left = widest + 10 + (panel.y.label.isEmpty ? 0 : 22)
    let area = Box(
      x: box.x + left, y: box.y + title + 6, width: box.width - left - 8,
      height: box.height - title - 6 - 24 - (panel.x.label.isEmpty ? 0 : 22))
    let x = settledX(panel, width: area.width, size: size)
    panels.append(PanelLayout(panel: panel, area: area, x: x, y: y))
    placeTicks(x: x, y: y, area: area, size: size)
    placeLabels(panel, box: box, area: area)
  }

  /// Takes fewer ticks until no two labels touch.
  private func settledX(_ panel: Panel, width: Double, size: Double) -> AxisScale {
    var axis = panel.x
    for room in stride(from: max(2, Int(width / 62)), through: 2, by: -1) {
      let scale = AxisScale(axis, values: panel.values(\.x, horizontal: true), room: room)
      if fits(scale.ticks, scale, width: width, size: size) { return scale }
      if !axis.ticks.isEmpty {
        axis.ticks = axis.ticks.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
      }
    }
    return AxisScale(axis, values: panel.values(\.x, horizontal: true), room: 2)
  }

  private func fits(_ ticks: [Tick], _ scale: AxisScale, width: Double, size: Double) -> Bool {
    let spans = ticks.map { tick in
      let half = measure.width(tick.label, size) / 2 + 4
      let centre = scale.place(tick.value) * width
      return (low: centre - half, high: centre + half)
    }.sorted { $0.low < $1.low }
    return zip(spans, spans.dropFirst()).allSatisfy { $0.high <= $1.low }
  }

  private mutating func placeTicks(x: AxisScale, y: AxisScale, area: Box, size: Double) {
    for tick in x.ticks {
      let text = measure.width(tick.label, size)
      let centre = area.x + x.place(tick.value) * area.width
      let box = Box(x: centre - text / 2, y: area.bottom + 7, width: text, height: 14)
      texts.append(PlacedText(text: tick.label, box: box, size: size, role: .tick, isTurned: false))
    }
    for tick in y.ticks {
      let text = measure.width(tick.label, size)
      let centre = area.bottom - y.place(tick.value) * area.height
      let box = Box(x: area.x - 8 - text, y: centre - 7, width: text, height: 14)
      texts.append(PlacedText(text: tick.label, box: box, size: size, role: .tick, isTurned: false))
    }
  }

  private mutating func placeLabels(_ panel: Panel, box: Box, area: Box) {
    let size = 12.0
    func centred(_ text: String, _ width: Double, y: Double) -> Box {
      Box(x: area.x + (area.width - width) / 2, y: y, width: width, height: 15)
    }
    if !panel.title.isEmpty {
      let text = measure.width(panel.title, size)
      let titleBox = Box(x: area.x, y: box.y + 3, width: text, height: 15)
      texts.append(PlacedText(text: panel.title, box: titleBox, size: size, role: .title, isTurned: false))
    }
    if !panel.x.label.isEmpty {
      let placed = centred(panel.x.label, measure.width(panel.x.label, size), y: area.bottom + 25)
      texts.append(PlacedText(text: panel.x.label, box: placed, size: size, role: .axisLabel, isTurned: false))
    }
    if !panel.y.label.isEmpty {
      let text = measure.width(panel.y.label, size)
      let placed = Box(x: box.x, y: area.y + (area.height - text) / 2, width: 15, height: text)
      texts.append(PlacedText(text: panel.y.label, box: placed, size: size, role: .axisLabel, isTurned: true))
    }
  }
}

/// The axes of one panel in place.
package struct PanelLayout {
  let panel: Panel
  package let area: Box
  let x: AxisScale
  let y: AxisScale

  /// The place of a point; categories run downwards.
  func point(_ xValue: Double, _ yValue: Double) -> (x: Double, y: Double) {
    (area.x + x.place(xValue) * area.width, area.bottom - y.place(flipped(yValue)) * area.height)
  }

  private func flipped(_ value: Double) -> Double { value }
}

extension Panel {
  /// Every value shown along one axis, bounds and rules included.
  func values(_ key: KeyPath<SeriesPoint, Double>, horizontal: Bool) -> [Double] {
    let points = series.flatMap { $0.points + $0.details }
    let bounds = points.filter { $0.boundsAreHorizontal == horizontal }.flatMap { [$0.low, $0.high].compactMap { $0 } }
    let marked = rules.filter { ($0.direction == .vertical) == horizontal }.map(\.value)
    return (points.map { $0[keyPath: key] } + bounds + marked).filter(\.isFinite)
  }
}
