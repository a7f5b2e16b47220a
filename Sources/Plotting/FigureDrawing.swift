/// Draws figures: layout, then grid, bands, bars, lines, points, texts.
package enum FigureDrawing {
  /// The figure as a picture of twice its logical size.
  package static func draw(_ figure: Figure) -> Picture {
    let layout = layout(of: figure)
    let canvas = Canvas(width: layout.width, height: layout.height)
    for panel in layout.panels { draw(panel, on: canvas) }
    for swatch in layout.swatches { drawSwatch(swatch.box, SeriesStyle(index: swatch.style), on: canvas) }
    for text in layout.texts { canvas.draw(text, color: text.role == .tick ? .quiet : .ink) }
    return Picture(width: canvas.width, height: canvas.height, rgb: canvas.pixels)
  }

  /// Where everything will stand.
  package static func layout(of figure: Figure) -> FigureLayout {
    let ruler = Canvas(width: 1, height: 1)
    return FigureLayout(figure, measure: TextMeasure { ruler.width(of: $0, size: $1) })
  }

  // MARK: Panels

  private static func draw(_ layout: PanelLayout, on canvas: Canvas) {
    drawGrid(layout, on: canvas)
    canvas.clipped(to: layout.area.grown(by: 7)) {
      for series in layout.panel.series where series.hasBand { drawBand(series, layout, on: canvas) }
      for series in layout.panel.series { drawDetails(series, layout, on: canvas) }
      for series in layout.panel.series { drawSeries(series, layout, on: canvas) }
    }
  }

  private static func drawGrid(_ layout: PanelLayout, on canvas: Canvas) {
    let area = layout.area
    canvas.set(.grid)
    for tick in layout.y.ticks {
      let y = area.bottom - layout.y.place(tick.value) * area.height
      canvas.line([(area.x, y), (area.right, y)], width: 1)
    }
    canvas.set(.quiet)
    canvas.line([(area.x, area.bottom), (area.right, area.bottom)], width: 1)
    for tick in layout.x.ticks {
      let x = area.x + layout.x.place(tick.value) * area.width
      canvas.line([(x, area.bottom), (x, area.bottom + 4)], width: 1)
    }
    for rule in layout.panel.rules {
      switch rule.direction {
      case .horizontal:
        let y = area.bottom - layout.y.place(rule.value) * area.height
        canvas.line([(area.x, y), (area.right, y)], width: 1, dash: [3, 3])
      case .vertical:
        let x = area.x + layout.x.place(rule.value) * area.width
        canvas.line([(x, area.y), (x, area.bottom)], width: 1, dash: [3, 3])
      }
    }
  }

  // MARK: Series

  private static func drawBand(_ series: Series, _ layout: PanelLayout, on canvas: Canvas) {
    let bounded = series.points.compactMap { point in
      point.low.flatMap { low in point.high.map { (x: point.x, low: low, high: $0) } }
    }
    guard bounded.count > 1 else { return }
    canvas.set(SeriesStyle(index: series.style).color, opacity: 0.14)
    canvas.fill(
      bounded.map { layout.point($0.x, $0.high) } + bounded.reversed().map { layout.point($0.x, $0.low) })
  }

  private static func drawDetails(_ series: Series, _ layout: PanelLayout, on canvas: Canvas) {
    canvas.set(SeriesStyle(index: series.style).color, opacity: 0.45)
    for detail in series.details {
      let place = layout.point(detail.x, detail.y)
      canvas.circle(place.x, place.y, radius: 2, stroke: 0.9)
    }
  }

  private static func drawSeries(_ series: Series, _ layout: PanelLayout, on canvas: Canvas) {
    let style = SeriesStyle(index: series.style)
    canvas.set(style.color)
    let joined = series.points.filter { !$0.isExcluded && $0.y.isFinite }
    if series.isJoined, joined.count > 1 {
      canvas.line(joined.map { layout.point($0.x, $0.y) }, width: 1.8, dash: style.dash)
    }
    if !series.hasBand { for point in series.points { drawBounds(point, layout, on: canvas) } }
    guard series.hasMarkers else { return }
    for point in series.points where point.y.isFinite {
      let place = layout.point(point.x, point.y)
      if point.isExcluded {
        drawCross(place, on: canvas)
      } else {
        drawMarker(style.marker, at: place, on: canvas)
      }
      if point.isMarked { canvas.circle(place.x, place.y, radius: 8, stroke: 1.6) }
    }
  }

  private static func drawBounds(_ point: SeriesPoint, _ layout: PanelLayout, on canvas: Canvas) {
    guard let low = point.low, let high = point.high, low < high else { return }
    if point.boundsAreHorizontal {
      let (a, b) = (layout.point(low, point.y), layout.point(high, point.y))
      canvas.line([a, b], width: 1.4)
      for end in [a, b] { canvas.line([(end.x, end.y - 3.5), (end.x, end.y + 3.5)], width: 1.4) }
    } else {
      let (a, b) = (layout.point(point.x, low), layout.point(point.x, high))
      canvas.line([a, b], width: 1.4)
      for end in [a, b] { canvas.line([(end.x - 3.5, end.y), (end.x + 3.5, end.y)], width: 1.4) }
    }
  }

  private static func drawCross(_ place: (x: Double, y: Double), on canvas: Canvas) {
    canvas.line([(place.x - 4, place.y - 4), (place.x + 4, place.y + 4)], width: 1.6)
    canvas.line([(place.x - 4, place.y + 4), (place.x + 4, place.y - 4)], width: 1.6)
  }

  private static func drawMarker(
    _ marker: SeriesStyle.Marker, at place: (x: Double, y: Double), on canvas: Canvas
  ) {
    let (x, y) = place
    switch marker {
    case .circle: canvas.circle(x, y, radius: 3.8)
    case .square: canvas.fill([(x - 3.5, y - 3.5), (x + 3.5, y - 3.5), (x + 3.5, y + 3.5), (x - 3.5, y + 3.5)])
    case .triangle: canvas.fill([(x, y - 4.6), (x + 4.2, y + 3.4), (x - 4.2, y + 3.4)])
    case .diamond: canvas.fill([(x, y - 4.8), (x + 4.8, y), (x, y + 4.8), (x - 4.8, y)])
    case .down: canvas.fill([(x, y + 4.6), (x + 4.2, y - 3.4), (x - 4.2, y - 3.4)])
    }
  }

  private static func drawSwatch(_ box: Box, _ style: SeriesStyle, on canvas: Canvas) {
    let y = box.y + box.height / 2
    canvas.set(style.color)
    canvas.line([(box.x, y), (box.right, y)], width: 1.8, dash: style.dash)
    drawMarker(style.marker, at: (box.x + box.width / 2, y), on: canvas)
  }
}

extension Box {
  func grown(by margin: Double) -> Box {
    Box(x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin)
  }
}
