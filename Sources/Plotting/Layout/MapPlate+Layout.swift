extension MapPlate {
  /// Lays the plate out: heads above the columns, names before the rows, the scale of colours below.
  package func drawing(_ lettering: Lettering) -> Drawing { MapPlateLayout(plate: self, lettering: lettering).drawing }
}

/// Places the maps of a plate, all columns as wide and all rows as high as their largest map.
struct MapPlateLayout {
  static let margin = 12.0
  static let gap = 7.0
  static let swatch = 12.0
  static let bar = (width: 168.0, height: 10.0)

  let plate: MapPlate
  let lettering: Lettering

  private var labels: Double { (plate.rows.map { lettering.width(of: $0.name, .label) }.max() ?? 0) + 8 }
  private var head: Double { plate.columns.allSatisfy(\.isEmpty) ? 0 : 18 }
  private var left: Double { Self.margin + labels }
  private var top: Double { Self.margin + head }

  private func width(of column: Int) -> Double {
    Double(plate.rows.map { $0.maps[column].width }.max() ?? 0) * plate.magnification
  }

  private func height(of row: MapPlate.Row) -> Double {
    Double(row.maps.map(\.height).max() ?? 0) * plate.magnification
  }

  /// The box of every map, row by row.
  private var boxes: [[Box]] {
    var y = top
    return plate.rows.map { row in
      var x = left
      let boxes = row.maps.enumerated().map { column, map in
        let box = Box(
          left: x, top: y, right: x + Double(map.width) * plate.magnification,
          bottom: y + Double(map.height) * plate.magnification)
        x += width(of: column) + Self.gap
        return box
      }
      y += height(of: row) + Self.gap
      return boxes
    }
  }

  var drawing: Drawing {
    let boxes = boxes
    let right = boxes.joined().map(\.right).max() ?? left
    let bottom = boxes.joined().map(\.bottom).max() ?? top
    let legend = legend(below: bottom + 12)
    let furthest = legend.compactMap { if case .text(let text) = $0 { text.box.right } else { nil } }.max() ?? right
    return Drawing(
      width: (max(right, furthest) + Self.margin).rounded(.up), height: (bottom + 12 + legendHeight).rounded(.up),
      marks: pictures(boxes) + heads(boxes) + names(boxes) + legend, panels: Array(boxes.joined()))
  }

  private func pictures(_ boxes: [[Box]]) -> [Mark] {
    zip(plate.rows, boxes).flatMap { row, boxes in
      zip(row.maps, boxes).flatMap { map, box in [.picture(map.picture(plate.scale), box), Self.frame(box)] }
    }
  }

  private static func frame(_ box: Box) -> Mark {
    .stroke(
      [
        Point(box.left, box.top), Point(box.right, box.top), Point(box.right, box.bottom), Point(box.left, box.bottom),
        Point(box.left, box.top),
      ], .spine, width: 0.8, .solid)
  }

  private func heads(_ boxes: [[Box]]) -> [Mark] {
    guard let first = boxes.first, head > 0 else { return [] }
    return zip(plate.columns, first).map { text, box in
      .text(lettering.placed(text, .note, at: Point(box.middle.x, Self.margin + head / 2 - 3), .middle))
    }
  }

  private func names(_ boxes: [[Box]]) -> [Mark] {
    zip(plate.rows, boxes).compactMap { row, boxes in
      boxes.first.map { .text(lettering.placed(row.name, .label, at: Point(left - 8, $0.middle.y), .end)) }
    }
  }
}

// MARK: - The scale of colours

extension MapPlateLayout {
  private var legendHeight: Double {
    switch plate.scale {
    case .mask, .constant: Self.swatch + Self.margin
    case .diverging: Self.bar.height + 18 + Self.margin - 4
    }
  }

  private func legend(below top: Double) -> [Mark] {
    switch plate.scale {
    case .mask(let dropped, let kept): swatches([(0, dropped), (1, kept)], top: top)
    case .constant(let text): swatches([(1, text)], top: top)
    case .diverging(let center, let reach, let ticks): bar(center, reach, ticks, top: top)
    }
  }

  private func swatches(_ entries: [(value: Double, text: String)], top: Double) -> [Mark] {
    var x = left
    return entries.flatMap { entry in
      let box = Box(left: x, top: top, right: x + Self.swatch, bottom: top + Self.swatch)
      let text = lettering.placed(entry.text, .note, at: Point(box.right + 6, box.middle.y))
      x = text.box.right + 18
      return [square(box, plate.scale.color(of: entry.value)), Self.frame(box), .text(text)]
    }
  }

  private func square(_ box: Box, _ color: Color) -> Mark {
    .area(
      [
        Point(box.left, box.top), Point(box.right, box.top), Point(box.right, box.bottom), Point(box.left, box.bottom),
      ], color)
  }

  private func bar(_ center: Double, _ reach: Double, _ ticks: [ColorScale.Tick], top: Double) -> [Mark] {
    let box = Box(left: left, top: top, right: left + Self.bar.width, bottom: top + Self.bar.height)
    let parts = 85
    let values = (0..<parts).map { center - reach + 2 * reach * Double($0) / Double(parts - 1) }
    let strip = NumberMap(width: parts, height: 1, values: values)
    let texts = ticks.flatMap { tick -> [Mark] in
      let x = box.left + (tick.value - center + reach) / (2 * reach) * box.width
      return [
        .stroke([Point(x, box.bottom), Point(x, box.bottom + 4)], .spine, width: 1, .solid),
        .text(lettering.placed(tick.text, .tick, at: Point(x, box.bottom + 11), .middle)),
      ]
    }
    return [.picture(strip.picture(plate.scale), box), Self.frame(box)] + texts
  }
}
