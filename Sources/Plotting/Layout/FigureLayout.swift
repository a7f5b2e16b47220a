extension Figure {
  /// Lays the figure out: every mark and text at its place.
  package func drawing(_ lettering: Lettering) -> Drawing { FigureLayout(figure: self, lettering: lettering).drawing }
}

/// Measures what surrounds the panels, then places panels, axes and key so that no two texts meet.
struct FigureLayout {
  static let margin = 14.0
  static let gap = 20.0

  let figure: Figure
  let lettering: Lettering
  let fitting: TextFitting
  let columns: Int
  let xRange: AxisRange
  let yRange: AxisRange
  let direct: DirectLabels
  let rowLabels: [[String]]
  let leftSpace: Double
  let rightSpace: Double
  let panelWidth: Double
  let panelHeight: Double
  let yTicks: Ticks
  let titles: [[String]]

  init(figure: Figure, lettering: Lettering) {
    self.figure = figure
    self.lettering = lettering
    fitting = TextFitting(lettering: lettering)
    columns = Self.columns(of: figure)
    let extents = figure.panels.flatMap { $0.layers.map(\.extent) }
    xRange = AxisRange(figure.x, data: extents.flatMap(\.x))
    yRange = AxisRange(figure.y, data: extents.flatMap(\.y))
    direct = DirectLabels(figure: figure, lettering: lettering)
    let fit = fitting
    let labelWidth = min(250, figure.width * 0.36)
    rowLabels = figure.y.categories.map { fit.lines($0, .label, width: labelWidth, atMost: 2) }
    let narrow = columns == 1 ? 1.0 : 0.72
    panelHeight = Self.height(of: figure, rows: rowLabels, columns: columns, narrow: narrow)
    let ticks = Self.verticalTicks(figure.y, yRange, height: panelHeight)
    yTicks = ticks
    let labels = figure.y.isCategorical ? rowLabels.flatMap { $0 } : ticks.labels
    let style = figure.y.isCategorical ? TextStyle.label : .tick
    let widest = labels.map { lettering.width(of: $0, style) }.max() ?? 0
    leftSpace = Self.margin + (figure.y.title.isEmpty ? 0 : 20) + widest + 9
    let notes = figure.panels.flatMap(\.rowNotes).map { lettering.width(of: $0, .note) }.max()
    rightSpace = Self.margin + max(direct.width, notes.map { $0 + 12 } ?? 0)
    panelWidth = (figure.width - leftSpace - rightSpace - Double(columns - 1) * Self.gap) / Double(columns)
    precondition(panelWidth > 20, "a figure \(figure.width) pixels wide leaves \(panelWidth) for a panel")
    let (width, titleStyle) = (panelWidth, Self.titleStyle(columns))
    titles = figure.panels.map { $0.title.map { fit.lines($0, titleStyle, width: width, atMost: 3) } ?? [] }
  }

  /// Small multiples stand in at most four columns.
  private static func columns(of figure: Figure) -> Int {
    switch figure.panels.count {
    case 1: 1
    case 2...4: 2
    case 5, 6, 9: 3
    default: 4
    }
  }

  private static func height(of figure: Figure, rows: [[String]], columns: Int, narrow: Double) -> Double {
    if let height = figure.panelHeight { return height }
    guard figure.y.isCategorical else { return columns == 1 ? 320 : columns == 2 ? 190 : columns == 3 ? 150 : 120 }
    let lines = rows.map(\.count).max() ?? 1
    return Double(rows.count) * (lines > 1 ? 34 : 28) + 6
  }

  private static func verticalTicks(_ axis: Axis, _ range: AxisRange, height: Double) -> Ticks {
    let count = max(2, min(8, Int(height / 28)))
    switch axis.scale {
    case .linear: return .linear(from: range.low, to: range.high, atMost: count, whole: axis.wholeTicks)
    case .log: return .log(from: range.low, to: range.high, atMost: count)
    case .categories(let names): return Ticks(values: names.indices.map(Double.init), labels: names)
    }
  }
}

// MARK: - Placing

extension FigureLayout {
  var drawing: Drawing {
    let key = KeyLayout(
      entries: direct.keyEntries + figure.key, width: figure.width - 2 * Self.margin, lettering: lettering)
    let top = Self.margin + key.height
    let rows = (figure.panels.count + columns - 1) / columns
    let head = headHeight
    let boxes = figure.panels.indices.map { index in
      let left = leftSpace + Double(index % columns) * (panelWidth + Self.gap)
      let y = top + oppositeHeight + Double(index / columns) * (head + panelHeight + 14) + head
      return Box(left: left, top: y, right: left + panelWidth, bottom: y + panelHeight)
    }
    let axis = HorizontalAxis(figure: figure, range: xRange, panels: boxes, columns: columns, lettering: lettering)
    let lowest = boxes.map(\.bottom).max() ?? top
    let bottom = lowest + 6 + axis.labelHeight
    let titleMiddle = bottom + 6 + TextStyle.axisTitle.height / 2
    let height = figure.x.title.isEmpty ? bottom + Self.margin : titleMiddle + TextStyle.axisTitle.height / 2 + 10
    let all =
      key.marks(left: Self.margin, top: Self.margin) + boxes.indices.flatMap { panelMarks($0, boxes[$0], axis) }
      + axis.marks(titleMiddle: titleMiddle, top: top, drawsOpposite: rows > 0)
      + verticalTitle(boxes)
    return Drawing(width: figure.width, height: height.rounded(.up), marks: all, panels: boxes)
  }

  private var oppositeHeight: Double { figure.x.opposite == nil ? 0 : 38 }
  private var titleStyle: TextStyle { Self.titleStyle(columns) }

  private static func titleStyle(_ columns: Int) -> TextStyle { columns > 2 ? .smallPanelTitle : .panelTitle }

  private var titleHeight: Double {
    let lines = titles.map(\.count).max() ?? 0
    return lines == 0 ? 0 : Double(lines) * 15 + 5
  }

  private var stripHeight: Double {
    let counts = figure.panels.map { panel in
      panel.layers.count { if case .offScale(let places, _, _) = $0 { !places.isEmpty } else { false } }
    }
    return Double(counts.max() ?? 0) * PanelMarks.stripHeight
  }

  private var momentHeight: Double {
    let hasNames = figure.panels.contains { panel in
      panel.layers.contains { if case .moment(_, let name) = $0 { name != nil } else { false } }
    }
    guard hasNames else { return 0 }
    let named = figure.panels.map { panel in
      panel.layers.count { if case .moment(_, let name) = $0 { name != nil } else { false } }
    }
    return Double(named.max() ?? 0) * 15 + 3
  }

  /// What stands above each drawing area: title, names of verticals, strips.
  private var headHeight: Double { titleHeight + momentHeight + stripHeight }

  private func panelMarks(_ index: Int, _ box: Box, _ axis: HorizontalAxis) -> [Mark] {
    let panel = figure.panels[index]
    let vertical = verticalScale(box)
    let content = PanelMarks(
      panel: panel, box: box, x: axis.scale(in: box), y: vertical, lettering: lettering)
    let isLeft = index % columns == 0
    return grid(box, vertical, axis) + (isLeft ? verticalLabels(box, vertical) : []) + content.marks
      + axis.labels(under: index) + title(index, box) + moments(panel, box, axis.scale(in: box))
      + notes(panel, box, vertical) + direct.marks(beside: box, vertical)
  }

  private func verticalScale(_ box: Box) -> Scale {
    let isCategorical = figure.y.isCategorical
    return Scale(
      kind: figure.y.scale, low: yRange.low, high: yRange.high, start: isCategorical ? box.top : box.bottom,
      end: isCategorical ? box.bottom : box.top)
  }
}

// MARK: - Around a panel

extension FigureLayout {
  /// Light lines at the ticks of the value axis, a thin spine, a line below the strips.
  private func grid(_ box: Box, _ vertical: Scale, _ axis: HorizontalAxis) -> [Mark] {
    var marks: [Mark] = yTicks.values.map { value in
      let y = vertical.position(value)
      return .stroke([Point(box.left, y), Point(box.right, y)], .grid, width: 0.8, .solid)
    }
    if figure.y.isCategorical {
      marks += axis.ticks.values.map { value in
        let x = axis.scale(in: box).position(value)
        return .stroke([Point(x, box.top), Point(x, box.bottom)], .grid, width: 0.8, .solid)
      }
    }
    let spine = [Point(box.left, box.top), Point(box.left, box.bottom), Point(box.right, box.bottom)]
    marks.append(.stroke(spine, .spine, width: 1, .solid))
    if stripHeight > 0 {
      marks.append(.stroke([Point(box.left, box.top), Point(box.right, box.top)], .spine, width: 0.6, .dashed))
    }
    return marks
  }

  private func verticalLabels(_ box: Box, _ vertical: Scale) -> [Mark] {
    guard figure.y.isCategorical else {
      return zip(yTicks.values, yTicks.labels).map { value, label in
        .text(lettering.placed(label, .tick, at: Point(box.left - 7, vertical.position(value)), .end))
      }
    }
    return rowLabels.enumerated().flatMap { row, lines in
      lines.enumerated().map { index, line in
        let shift = (Double(index) - Double(lines.count - 1) / 2) * 13
        let at = Point(box.left - 8, vertical.position(Double(row)) + shift)
        return Mark.text(lettering.placed(line, .label, at: at, .end))
      }
    }
  }

  private func title(_ index: Int, _ box: Box) -> [Mark] {
    let lines = titles[index]
    return lines.enumerated().map { line, text in
      let y = box.top - stripHeight - momentHeight - 5 - (Double(lines.count - line) - 0.5) * 15
      return .text(lettering.placed(text, titleStyle, at: Point(box.left, y)))
    }
  }

  /// Names of verticals above the panel, each in a lane of its own.
  private func moments(_ panel: Panel, _ box: Box, _ scale: Scale) -> [Mark] {
    let named = panel.layers.compactMap { layer -> (Double, String)? in
      guard case .moment(let value, let name?) = layer else { return nil }
      return (scale.position(value), fitting.shortened(name, .note, width: box.width))
    }
    return named.enumerated().map { lane, moment in
      let half = lettering.width(of: moment.1, .note) / 2
      let x = min(max(moment.0, box.left + half), box.right - half)
      let y = box.top - stripHeight - 3 - (Double(lane) + 0.5) * 15
      return .text(lettering.placed(moment.1, .note, at: Point(x, y), .middle))
    }
  }

  private func notes(_ panel: Panel, _ box: Box, _ vertical: Scale) -> [Mark] {
    panel.rowNotes.enumerated().map { row, text in
      .text(
        lettering.placed(
          text, .note, at: Point(figure.width - Self.margin, vertical.position(Double(row))), .end))
    }
  }

  private func verticalTitle(_ boxes: [Box]) -> [Mark] {
    guard !figure.y.title.isEmpty, let top = boxes.map(\.top).min(), let bottom = boxes.map(\.bottom).max() else {
      return []
    }
    let fitted = fitting.shortened(figure.y.title, .axisTitle, width: bottom - top + 60)
    let half = lettering.width(of: fitted, .axisTitle) / 2
    let middle = max((top + bottom) / 2, half + 4)
    return [.text(lettering.upright(fitted, .axisTitle, at: Point(Self.margin + 5, middle)))]
  }
}
