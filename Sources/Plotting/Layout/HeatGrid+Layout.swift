extension HeatGrid {
  /// Lays the grid out: names of rows to the left, of columns below, the scale of colours at the bottom.
  package func drawing(_ lettering: Lettering) -> Drawing { HeatGridLayout(grid: self, lettering: lettering).drawing }
}

/// Places the cells of a grid, all of one size, wide enough for every text.
struct HeatGridLayout {
  static let margin = 12.0
  static let rowHeight = 34.0
  static let bar = (width: 168.0, height: 10.0)
  static let hatch = 7.0

  let grid: HeatGrid
  let lettering: Lettering

  private var cellWidth: Double {
    let texts = grid.cells.joined().map { lettering.width(of: $0.text, .label) }
    let heads = grid.x.levels.map { lettering.width(of: $0, .tick) }
    return max(52, (texts.max() ?? 0) + 14, (heads.max() ?? 0) + 10)
  }

  private var left: Double {
    Self.margin + 20 + (grid.y.levels.map { lettering.width(of: $0, .tick) }.max() ?? 0) + 8
  }

  private var top: Double { Self.margin }
  private var right: Double { left + cellWidth * Double(grid.x.levels.count) }
  private var bottom: Double { top + Self.rowHeight * Double(grid.y.levels.count) }

  private func box(_ row: Int, _ column: Int) -> Box {
    let x = left + cellWidth * Double(column)
    let y = top + Self.rowHeight * Double(row)
    return Box(left: x, top: y, right: x + cellWidth, bottom: y + Self.rowHeight)
  }

  var drawing: Drawing {
    let cells = grid.cells.indices.flatMap { row in
      grid.cells[row].indices.map { (grid.cells[row][$0], box(row, $0)) }
    }
    let legend = legend(below: bottom + 52)
    let furthest = legend.compactMap { if case .text(let text) = $0 { text.box.right } else { nil } }.max() ?? 0
    // Frames of marked cells come last, so that no neighbour covers them.
    return Drawing(
      width: (max(right, furthest, titleReach) + Self.margin).rounded(.up),
      height: (bottom + 52 + Self.bar.height + 40 + Self.margin).rounded(.up),
      marks: cells.flatMap(fill) + cells.flatMap(frame) + cells.flatMap(letters) + axes + legend,
      panels: [Box(left: left, top: top, right: right, bottom: bottom)])
  }

  /// How far the title of x reaches to the right, which may be further than the cells do.
  private var titleReach: Double { (left + right) / 2 + lettering.width(of: grid.x.title, .axisTitle) / 2 }

  // MARK: Cells

  private func fill(_ cell: HeatGrid.Cell, _ box: Box) -> [Mark] {
    switch cell {
    case .value(let value, _, _): [.area(Self.corners(box), grid.color(of: value))]
    case .missing: [.area(Self.corners(box), .plate)] + Self.hatching(box)
    }
  }

  private func frame(_ cell: HeatGrid.Cell, _ box: Box) -> [Mark] {
    if case .value(_, _, isMarked: true) = cell {
      let inner = Box(left: box.left + 1.5, top: box.top + 1.5, right: box.right - 1.5, bottom: box.bottom - 1.5)
      let corners = Self.corners(inner)
      return [
        .stroke(corners + [corners[0]], .plate, width: 3.5, .solid),
        .stroke(corners + [corners[0]], .ink, width: 1.6, .solid),
      ]
    }
    return [.stroke(Self.corners(box) + [Self.corners(box)[0]], .plate, width: 1, .solid)]
  }

  private func letters(_ cell: HeatGrid.Cell, _ box: Box) -> [Mark] {
    switch cell {
    case .value(let value, let text, _):
      let style = TextStyle(size: TextStyle.label.size, color: grid.ink(on: value))
      return [.text(lettering.placed(text, style, at: box.middle, .middle))]
    case .missing(let reason):
      let text = lettering.placed(reason, .note, at: box.middle, .middle)
      let plate = Box(
        left: text.box.left - 3, top: text.box.top - 1, right: text.box.right + 3, bottom: text.box.bottom + 1)
      return [.area(Self.corners(plate), .plate), .text(text)]
    }
  }

  private static func corners(_ box: Box) -> [Point] {
    [
      Point(box.left, box.top), Point(box.right, box.top), Point(box.right, box.bottom), Point(box.left, box.bottom),
    ]
  }

  /// Lines from the lower left to the upper right, cut off at the box.
  private static func hatching(_ box: Box) -> [Mark] {
    let count = Int((box.width + box.height) / hatch)
    return (1...max(1, count)).compactMap { step in
      let offset = Double(step) * hatch
      // x − left + bottom − y = offset along the line's two ends on the box.
      let start =
        offset <= box.height
        ? Point(box.left, box.bottom - box.height + offset) : Point(box.left + offset - box.height, box.bottom)
      let end = offset <= box.width ? Point(box.left + offset, box.top) : Point(box.right, box.top + offset - box.width)
      return start == end ? nil : .stroke([start, end], .spine, width: 0.7, .solid)
    }
  }

  // MARK: Axes and scale

  private var axes: [Mark] {
    let columns = grid.x.levels.enumerated().map { column, text in
      Mark.text(lettering.placed(text, .tick, at: Point(box(0, column).middle.x, bottom + 11), .middle))
    }
    let rows = grid.y.levels.enumerated().map { row, text in
      Mark.text(lettering.placed(text, .tick, at: Point(left - 8, box(row, 0).middle.y), .end))
    }
    return columns + rows + [
      .text(lettering.placed(grid.x.title, .axisTitle, at: Point((left + right) / 2, bottom + 30), .middle)),
      .text(lettering.upright(grid.y.title, .axisTitle, at: Point(Self.margin + 6, (top + bottom) / 2))),
    ]
  }

  private func legend(below top: Double) -> [Mark] {
    guard let range = grid.range else { return [] }
    let box = Box(left: left, top: top, right: left + Self.bar.width, bottom: top + Self.bar.height)
    let parts = 84
    let strip = (0..<parts).map { part -> Mark in
      let from = box.left + box.width * Double(part) / Double(parts)
      let to = box.left + box.width * Double(part + 1) / Double(parts)
      return .area(
        Self.corners(Box(left: from, top: box.top, right: to, bottom: box.bottom)),
        HeatGrid.color(at: Double(part) / Double(parts - 1)))
    }
    return strip + ends(range, box) + [
      .text(lettering.placed(grid.title, .note, at: Point(box.left, box.bottom + 28)))
    ]
  }

  private func ends(_ range: ClosedRange<Double>, _ box: Box) -> [Mark] {
    let cells = grid.cells.joined()
    return [(range.lowerBound, box.left), (range.upperBound, box.right)].flatMap { value, x -> [Mark] in
      let text = cells.first { $0.value == value }?.text ?? ""
      return [
        .stroke([Point(x, box.bottom), Point(x, box.bottom + 4)], .spine, width: 1, .solid),
        .text(lettering.placed(text, .tick, at: Point(x, box.bottom + 11), .middle)),
      ]
    }
  }
}
