/// Turns the layers of one panel into marks, given the two scales.
struct PanelMarks {
  static let lineWidth = 1.6
  static let pointRadius = 4.0
  static let replicateRadius = 2.0
  static let ringRadius = 8.0
  static let bandOpacity = 0.16
  static let stripHeight = 18.0

  let panel: Panel
  let box: Box
  let x: Scale
  let y: Scale
  let lettering: Lettering

  static func replicateColor(_ style: SeriesStyle) -> Color { style.color.pale(0.45) }

  /// All marks: areas at the back, points in front; texts come last so that nothing covers them.
  var marks: [Mark] {
    let layered = panel.layers.flatMap(marks(of:))
    let texts = layered.filter(\.isText)
    return layered.filter { !$0.isText }.enumerated().sorted {
      ($0.element.depth, $0.offset) < ($1.element.depth, $1.offset)
    }.map(\.element) + texts + annotations(around: layered) + strips
  }

  private func place(_ point: Point) -> Point { Point(x.position(point.x), y.position(point.y)) }

  private func marks(of layer: Layer) -> [Mark] {
    switch layer {
    case .line(let points, let style, _, let marked): line(points.map(place), style, marked: marked)
    case .band(let spans, let style): band(spans, style)
    case .points(let points, let style, let isHollow):
      points.map { .marker(style.marker, at: place($0), radius: Self.pointRadius, style.color, isHollow: isHollow) }
    case .replicates(let points, let style, let direction): replicates(points, style, direction)
    case .intervals(let spans, let style, let direction):
      spans.flatMap { span in
        let ends = ends(of: span, direction)
        return Self.bar(ends.0, ends.1, style.color)
      }
    case .boxes(let boxes, let style, let direction): boxes.flatMap { box($0, style, direction) }
    case .rings(let points): points.map { .ring(place($0), radius: Self.ringRadius, .ink) }
    case .links(let links, let style):
      links.map { .stroke([place($0.from), place($0.to)], style.color, width: 2.4, .solid) }
    case .level(let value, _):
      [.stroke([Point(box.left, y.position(value)), Point(box.right, y.position(value))], .spine, width: 1.2, .dashed)]
    case .moment(let value, _):
      [.stroke([Point(x.position(value), box.top), Point(x.position(value), box.bottom)], .spine, width: 1.2, .dotted)]
    case .emptyRow(let row, let text): emptyRow(row, text)
    case .offScale, .annotation: []
    }
  }

  private func ends(of span: Span, _ direction: Direction) -> (Point, Point) {
    switch direction {
    case .vertical: (place(Point(span.at, span.low)), place(Point(span.at, span.high)))
    case .horizontal: (place(Point(span.low, span.at)), place(Point(span.high, span.at)))
    }
  }
}

// MARK: - Lines, bands, replicates

extension PanelMarks {
  private func line(_ points: [Point], _ style: SeriesStyle, marked: Bool) -> [Mark] {
    let line: [Mark] = points.count > 1 ? [.stroke(points, style.color, width: Self.lineWidth, style.dash)] : []
    guard marked || points.count == 1 else { return line }
    return line
      + points.map { .marker(style.marker, at: $0, radius: Self.pointRadius, style.color, isHollow: false) }
  }

  private func band(_ spans: [Span], _ style: SeriesStyle) -> [Mark] {
    guard spans.count > 1 else { return spans.flatMap { Self.bar(ends(of: $0, .vertical), style.color.pale(0.4)) } }
    let lower = spans.map { place(Point($0.at, $0.low)) }
    let upper = spans.map { place(Point($0.at, $0.high)) }
    return [.area(lower + upper.reversed(), style.color.faded(Self.bandOpacity))]
  }

  /// The k-th dot at one place is moved by the k-th number of a golden-ratio sequence, so neighbours keep apart.
  private func replicates(_ points: [Point], _ style: SeriesStyle, _ direction: Direction) -> [Mark] {
    var seen: [Double: Int] = [:]
    return points.map { point in
      let at = direction == .vertical ? point.x : point.y
      let turn = Double(seen[at, default: 0]) * 0.618_033_988_75 + 0.5
      seen[at, default: 0] += 1
      let shift = (turn - turn.rounded(.down) - 0.5) * 10
      let placed = place(point)
      let moved = direction == .vertical ? Point(placed.x + shift, placed.y) : Point(placed.x, placed.y + shift)
      return .marker(.circle, at: moved, radius: Self.replicateRadius, Self.replicateColor(style), isHollow: false)
    }
  }
}

// MARK: - Bars and boxes

extension PanelMarks {
  /// A bar with caps across its ends.
  static func bar(_ from: Point, _ to: Point, _ color: Color) -> [Mark] {
    let (dx, dy): (Double, Double) = from.x == to.x ? (3.5, 0) : (0, 3.5)
    return [.stroke([from, to], color, width: 1.4, .solid)]
      + [from, to].map {
        .stroke([Point($0.x - dx, $0.y - dy), Point($0.x + dx, $0.y + dy)], color, width: 1.4, .solid)
      }
  }

  private static func bar(_ ends: (Point, Point), _ color: Color) -> [Mark] { bar(ends.0, ends.1, color) }

  static func box(_ box: Box, _ color: Color, median: [Point]) -> [Mark] {
    let corners = [
      Point(box.left, box.top), Point(box.right, box.top), Point(box.right, box.bottom), Point(box.left, box.bottom),
    ]
    return [
      .area(corners, color.pale(0.82)), .stroke(corners + [corners[0]], color, width: 1.1, .solid),
      .stroke(median, color, width: 2.4, .solid),
    ]
  }

  private func box(_ quartiles: Quartiles, _ style: SeriesStyle, _ direction: Direction) -> [Mark] {
    let reach = 7.0
    let whiskers = [(quartiles.minimum, quartiles.lower), (quartiles.upper, quartiles.maximum)].map {
      let ends = ends(of: Span(at: quartiles.at, low: $0.0, high: $0.1), direction)
      return Mark.stroke([ends.0, ends.1], style.color, width: 1.1, .solid)
    }
    let (from, to) = ends(of: Span(at: quartiles.at, low: quartiles.lower, high: quartiles.upper), direction)
    let middle = ends(of: Span(at: quartiles.at, low: quartiles.median, high: quartiles.median), direction).0
    switch direction {
    case .vertical:
      let body = Box(left: from.x - reach, top: min(from.y, to.y), right: from.x + reach, bottom: max(from.y, to.y))
      let median = [Point(body.left, middle.y), Point(body.right, middle.y)]
      return whiskers + Self.box(body, style.color, median: median)
    case .horizontal:
      let body = Box(left: min(from.x, to.x), top: from.y - reach, right: max(from.x, to.x), bottom: from.y + reach)
      let median = [Point(middle.x, body.top), Point(middle.x, body.bottom)]
      return whiskers + Self.box(body, style.color, median: median)
    }
  }
}

// MARK: - What has no value

extension PanelMarks {
  private func emptyRow(_ row: Int, _ text: String) -> [Mark] {
    let middle = y.position(Double(row))
    let fitted = TextFitting(lettering: lettering).shortened(text, .note, width: box.width - 40)
    let cross = Mark.marker(
      .cross, at: Point(box.left + 14, middle), radius: Self.pointRadius, .quietInk, isHollow: false)
    return [cross, .text(lettering.placed(fitted, .note, at: Point(box.left + 26, middle)))]
  }

  /// Strips of crosses above the drawing area, from the bottom up, each with its words on the roomier side.
  private var strips: [Mark] {
    let layers = panel.layers.compactMap { layer -> (places: [Double], style: SeriesStyle, text: String)? in
      guard case .offScale(let places, let style, let text) = layer, !places.isEmpty else { return nil }
      return (places.map(x.position), style, text)
    }
    return layers.enumerated().flatMap { index, layer in
      let middle = box.top - (Double(index) + 0.5) * Self.stripHeight
      let crosses = layer.places.map {
        Mark.marker(.cross, at: Point($0, middle), radius: Self.pointRadius, layer.style.color, isHollow: false)
      }
      return crosses + [.text(stripText(layer.text, beside: layer.places, middle: middle))]
    }
  }

  /// Words go into the widest stretch of the strip that has no cross.
  private func stripText(_ text: String, beside places: [Double], middle: Double) -> PlacedText {
    let sorted = places.sorted()
    let edges = [box.left - 10] + sorted + [box.right + 10]
    let gaps = zip(edges, edges.dropFirst()).map { ($0 + 10, $1 - 10) }
    let widest = gaps.enumerated().max { ($0.element.1 - $0.element.0) < ($1.element.1 - $1.element.0) }
    guard let widest else { return lettering.placed(text, .note, at: Point(box.left, middle)) }
    let (left, right) = widest.element
    let fitted = TextFitting(lettering: lettering).shortened(text, .note, width: max(10, right - left))
    let touchesCross = widest.offset > 0
    return touchesCross
      ? lettering.placed(fitted, .note, at: Point(left, middle))
      : lettering.placed(fitted, .note, at: Point(right, middle), .end)
  }
}

extension Mark {
  fileprivate var isText: Bool {
    switch self {
    case .text: true
    case .stroke, .area, .marker, .ring, .picture: false
    }
  }

  /// From the back: areas, strokes, small dots, large markers, rings.
  fileprivate var depth: Int {
    switch self {
    case .picture: 0
    case .area: 1
    case .marker(_, _, let radius, _, _) where radius <= PanelMarks.replicateRadius: 2
    case .stroke: 3
    case .marker: 4
    case .ring: 5
    case .text: 6
    }
  }
}
