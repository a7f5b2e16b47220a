/// Lays the key out in rows above the panels, each entry as wide as its text.
struct KeyLayout {
  static let symbolWidth = 26.0
  static let gap = 18.0
  static let rowHeight = 18.0

  let entries: [KeyEntry]
  let width: Double
  let lettering: Lettering

  var height: Double { entries.isEmpty ? 0 : Double(rows.count) * Self.rowHeight + 8 }

  /// Entries in rows that are no wider than the space.
  private var rows: [[KeyEntry]] {
    var rows: [[KeyEntry]] = []
    var used = 0.0
    for entry in entries {
      let needed = Self.symbolWidth + 6 + lettering.width(of: text(of: entry), .note)
      if rows.isEmpty || used + Self.gap + needed > width {
        rows.append([entry])
        used = needed
      } else {
        rows[rows.count - 1].append(entry)
        used += Self.gap + needed
      }
    }
    return rows
  }

  private func text(of entry: KeyEntry) -> String {
    TextFitting(lettering: lettering).shortened(entry.text, .note, width: width - Self.symbolWidth - 6)
  }

  func marks(left: Double, top: Double) -> [Mark] {
    rows.enumerated().flatMap { row, entries in
      var x = left
      let y = top + (Double(row) + 0.5) * Self.rowHeight
      return entries.flatMap { entry in
        let text = lettering.placed(text(of: entry), .note, at: Point(x + Self.symbolWidth + 6, y))
        let symbol = Self.marks(of: entry.symbol, left: x, y: y)
        x = text.box.right + Self.gap
        return symbol + [.text(text)]
      }
    }
  }

  private static func marks(of symbol: KeySymbol, left: Double, y: Double) -> [Mark] {
    let middle = Point(left + symbolWidth / 2, y)
    let right = left + symbolWidth
    switch symbol {
    case .line(let style, let marked):
      let line = Mark.stroke([Point(left, y), Point(right, y)], style.color, width: PanelMarks.lineWidth, style.dash)
      let point = Mark.marker(style.marker, at: middle, radius: PanelMarks.pointRadius, style.color, isHollow: false)
      return marked ? [line, point] : [line]
    case .band(let style):
      let corners = [Point(left, y - 5), Point(right, y - 5), Point(right, y + 5), Point(left, y + 5)]
      return [.area(corners, style.color.faded(PanelMarks.bandOpacity))]
    case .point(let style, let isHollow):
      return [.marker(style.marker, at: middle, radius: PanelMarks.pointRadius, style.color, isHollow: isHollow)]
    case .replicate(let style):
      return [-7.0, 0, 7].map {
        .marker(
          .circle, at: Point(middle.x + $0, y - $0 / 5), radius: PanelMarks.replicateRadius,
          PanelMarks.replicateColor(style), isHollow: false)
      }
    case .interval(let style):
      return PanelMarks.bar(Point(left + 4, y), Point(right - 4, y), style.color)
    case .box(let style):
      return PanelMarks.box(
        Box(left: left + 6, top: y - 5, right: right - 6, bottom: y + 5), style.color,
        median: [Point(middle.x, y - 5), Point(middle.x, y + 5)])
    case .ring: return [.ring(middle, radius: PanelMarks.ringRadius, .ink)]
    case .cross(let style):
      return [.marker(.cross, at: middle, radius: PanelMarks.pointRadius, style.color, isHollow: false)]
    }
  }
}
