/// Places annotations where they cover neither points, lines nor other texts.
extension PanelMarks {
  func annotations(around marks: [Mark]) -> [Mark] {
    var obstacles = marks.flatMap(Self.obstacles)
    var placed: [Mark] = []
    for case .annotation(let point, let text) in panel.layers {
      let target = Point(x.position(point.x), y.position(point.y))
      guard let found = freePlace(for: text, near: target, obstacles) else { continue }
      obstacles.append(found.box)
      if distance(from: target, to: found.box) > 14 {
        placed.append(.stroke([nearest(to: target, of: found.box), target], .spine, width: 0.8, .solid))
      }
      placed.append(.text(found))
    }
    return placed
  }

  /// Tries rings of places around the point, the nearest first; nil when the panel is full.
  private func freePlace(for text: String, near target: Point, _ obstacles: [Box]) -> PlacedText? {
    let directions: [(Double, Double)] = [(1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (0, 1), (1, 0), (-1, 0)]
    for reach in stride(from: 10.0, through: 130, by: 12) {
      for (dx, dy) in directions {
        let at = Point(target.x + dx * reach, target.y + dy * reach)
        let candidate = lettering.placed(text, .note, at: at, dx > 0 ? .start : dx < 0 ? .end : .middle)
        guard box.contains(candidate.box) else { continue }
        if !obstacles.contains(where: candidate.box.intersects) { return candidate }
      }
    }
    return nil
  }

  private func nearest(to point: Point, of box: Box) -> Point {
    Point(min(max(point.x, box.left), box.right), min(max(point.y, box.top), box.bottom))
  }

  private func distance(from point: Point, to box: Box) -> Double {
    let near = nearest(to: point, of: box)
    return max(abs(near.x - point.x), abs(near.y - point.y))
  }

  /// Boxes that cover what a mark draws; lines are followed in steps of a few pixels.
  private static func obstacles(_ mark: Mark) -> [Box] {
    switch mark {
    case .marker(_, let at, let radius, _, _), .ring(let at, let radius, _): [around(at, radius + 1)]
    case .stroke(let points, _, _, _): zip(points, points.dropFirst()).flatMap(steps)
    case .text(let text): [text.box]
    case .area, .picture: []
    }
  }

  private static func steps(_ from: Point, _ to: Point) -> [Box] {
    let reach = max(abs(to.x - from.x), abs(to.y - from.y))
    guard reach.isFinite else { return [] }
    let count = max(1, Int(min(reach, 1e5) / 5))
    return (0...count).map { step in
      let share = Double(step) / Double(count)
      return around(Point(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share), 2.5)
    }
  }

  private static func around(_ point: Point, _ reach: Double) -> Box {
    Box(left: point.x - reach, top: point.y - reach, right: point.x + reach, bottom: point.y + reach)
  }
}
