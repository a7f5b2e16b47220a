import Plotting
import Testing

/// Layout is pure: its boxes tell whether anything overlaps.
struct FigureLayoutTests {
  static let typefaces: [Typeface] = [.installed, .strokes]
  static let sizes = [1, 2, 8, 20]

  @Test(arguments: sizes, typefaces)
  func `rows of configurations never overlap`(count: Int, typeface: Typeface) {
    expectSound(
      Figure(
        x: Axis("Test error (%)"), y: Axis("", scale: .categories(Samples.names(count))),
        panels: [Panel(layers: Samples.rows(count), rowNotes: Samples.names(count).map { _ in "5.6 (5.5 to 5.8)" })],
        key: Samples.key), typeface)
  }

  @Test(arguments: sizes, typefaces)
  func `columns of configurations are written level, broken or upright, and never overlap`(
    count: Int, typeface: Typeface
  ) {
    let points = (0..<count).map { Point(Double($0), Double($0 % 7)) }
    for names in [Samples.names(count), (0..<count).map { "arm \($0)" }, (0..<count).map { "weight decay \($0)" }] {
      expectSound(
        Figure(
          x: Axis("Configuration", scale: .categories(names)), y: Axis("Error (%)"),
          panels: [Panel(layers: [.points(points, SeriesStyle(0))])]), typeface)
    }
  }

  @Test(arguments: sizes, typefaces)
  func `lines are named beside their ends or in the key, and names never overlap`(count: Int, typeface: Typeface) {
    let lines = (0..<count).map { index in
      Layer.line(
        (0..<9).map { Point(Double($0) / 10, 5 + Double($0 * index % 3)) }, SeriesStyle(index), name: "arm \(index)")
    }
    let drawing = expectSound(
      Figure(
        x: Axis("Rate q", opposite: OppositeAxis(complement: "Retention p")), y: Axis("Error (%)"),
        panels: [Panel(layers: lines + [.level(5, name: "chance"), .moment(0.4, name: "chosen")])], key: Samples.key),
      typeface)
    for index in 0..<count { #expect(drawing.texts.contains { $0.string == "arm \(index)" }) }
  }

  @Test(arguments: sizes, typefaces)
  func `small multiples share their axes, and their titles never overlap`(count: Int, typeface: Typeface) throws {
    let panels = (0..<count).map { index in
      Panel(
        title: Samples.names(count)[index],
        layers: [.line((0..<5).map { Point(Double($0), Double(index)) }, SeriesStyle(0), name: "validation")])
    }
    let drawing = expectSound(
      Figure(x: Axis("Epoch", wholeTicks: true), y: Axis("Error (%)"), panels: panels), typeface)
    #expect(drawing.panels.count == count)
    let first = try #require(drawing.panels.first)
    #expect(drawing.panels.allSatisfy { abs($0.width - first.width) < 1e-9 && abs($0.height - first.height) < 1e-9 })
    for (index, panel) in drawing.panels.enumerated() {
      #expect(!drawing.panels[..<index].contains { $0.intersects(panel) })
    }
  }

  @Test(arguments: [1, 4, 16], [1.0, 1.6e-4, 2_000_000])
  func `long numbers below narrow panels keep apart`(count: Int, reach: Double) {
    let panel = Panel(layers: [.line([Point(0, 1), Point(reach, reach)], SeriesStyle(0))])
    for width in [300.0, 480, 720] {
      let drawing = expectSound(
        Figure(x: Axis("x", including: [0]), y: Axis("y"), panels: Array(repeating: panel, count: count), width: width),
        .installed)
      #expect(drawing.texts.contains { $0.string.hasPrefix("0") })
    }
  }

  @Test
  func `crosses off the scale stand above the axes with their words`() throws {
    let drawing = expectSound(
      Figure(
        x: Axis("Rate q"), y: Axis("Error (%)"),
        panels: [
          Panel(layers: [
            .line([Point(0, 5), Point(0.5, 6)], SeriesStyle(0)),
            .offScale([0.8, 0.9], SeriesStyle(0), text: "optimiser failed (n = 256)"),
            .offScale([0, 0.1, 0.9], SeriesStyle(1), text: "optimiser failed (n = 64 / p)"),
          ])
        ]), .strokes)
    let crosses = drawing.marks.compactMap { mark -> Point? in
      if case .marker(.cross, let at, _, _, _) = mark { at } else { nil }
    }
    let panel = try #require(drawing.panels.first)
    #expect(crosses.count == 5 && crosses.allSatisfy { $0.y < panel.top })
    #expect(drawing.texts.count { $0.string.hasPrefix("optimiser failed") } == 2)
  }

  @Test
  func `annotations cover neither points, lines nor each other`() {
    let points = (0..<12).map { Point(Double($0), Double($0 * 5 % 12)) }
    let drawing = expectSound(
      Figure(
        x: Axis("x"), y: Axis("y"),
        panels: [
          Panel(
            layers: [.line(points, SeriesStyle(0))] + points.prefix(6).map { .annotation($0, "point \(Int($0.x))") })
        ]), .strokes)
    let notes = drawing.texts.filter { $0.string.hasPrefix("point ") }
    #expect(notes.count == 6)
    for case .marker(_, let at, _, _, _) in drawing.marks {
      #expect(!notes.contains { $0.box.contains(at) })
    }
  }

  @Test
  func `replicates move sideways only, the same way every time`() {
    let dots = (0..<9).map { _ in Point(0.5, 3) } + [Point(0, 1), Point(1, 5)]
    let figure = Figure(
      x: Axis("q"), y: Axis("y"), panels: [Panel(layers: [.replicates(dots, SeriesStyle(0))])])
    let drawing = figure.drawing(Lettering(.strokes))
    let places = drawing.marks.compactMap { mark -> Point? in
      if case .marker(_, let at, _, _, _) = mark { at } else { nil }
    }
    #expect(Set(places.prefix(9).map(\.y)).count == 1)
    #expect(Set(places.prefix(9).map(\.x)).count == 9)
    #expect(drawing == figure.drawing(Lettering(.strokes)))
  }

  @Test
  func `a contact sheet names its rows beside the picture`() throws {
    let picture = Picture(width: 60, height: 40, rgb: [UInt8](repeating: 90, count: 7200))
    let drawing = PictureSheet(picture, rows: ["0", "1"], magnification: 2).drawing(Lettering(.strokes))
    expectSound(drawing)
    let panel = try #require(drawing.panels.first)
    #expect(abs(panel.width - 120) < 1e-9 && abs(panel.height - 80) < 1e-9)
    #expect(drawing.texts.allSatisfy { $0.box.right < panel.left })
  }
}

// MARK: - What must always hold

/// Texts stand within the figure and do not meet; markers stand within a panel, the key or beside the axes.
@discardableResult
func expectSound(_ figure: Figure, _ typeface: Typeface) -> Drawing {
  let drawing = figure.drawing(Lettering(typeface))
  expectSound(drawing)
  return drawing
}

func expectSound(_ drawing: Drawing) {
  let whole = Box(left: 0, top: 0, right: drawing.width, bottom: drawing.height)
  let texts = drawing.texts
  let outside = texts.filter { !whole.contains($0.box) }.map { "'\($0.string)' at \($0.box)" }
  #expect(outside.isEmpty, "outside \(whole): \(outside)")
  let meeting = texts.indices.flatMap { index in
    texts[..<index].filter { $0.box.intersects(texts[index].box) }.map { "'\($0.string)' and '\(texts[index].string)'" }
  }
  #expect(meeting.isEmpty, "texts meet: \(meeting)")
  let places = drawing.marks.flatMap { mark -> [Point] in
    switch mark {
    case .marker(_, let at, _, _, _): [at]
    case .stroke(let points, _, _, _): points
    case .area(let points, _): points
    case .ring, .text, .picture: []
    }
  }
  #expect(places.allSatisfy(whole.contains), "marks outside \(whole)")
}

enum Samples {
  static func names(_ count: Int) -> [String] {
    (0..<count).map { "hidden 256-256, activation number \($0), weight decay 0.000\($0)" }
  }

  static let key = [
    KeyEntry(.replicate(SeriesStyle(0)), "one replicate"), KeyEntry(.interval(SeriesStyle(0)), "mean, 95 % t interval"),
    KeyEntry(.ring, "chosen on validation"), KeyEntry(.box(SeriesStyle(1)), "median, quartiles, extremes"),
    KeyEntry(.band(SeriesStyle(2)), "95 % t interval of the mean"), KeyEntry(.cross(.quiet), "optimiser failed"),
    KeyEntry(.point(SeriesStyle(3), isHollow: true), "training"), KeyEntry(.line(SeriesStyle(4), marked: true), "test"),
  ]

  /// Every kind of layer in every row.
  static func rows(_ count: Int) -> [Layer] {
    (0..<count).flatMap { row -> [Layer] in
      if row % 5 == 4 { return [.emptyRow(row, text: "optimiser failed: training error at the end 86 %")] }
      let (at, value) = (Double(row), 5 + Double(row * 7 % 11) / 10)
      return [
        .links([Link(Point(value - 1, at), Point(value, at))], .quiet),
        .boxes(
          [
            Quartiles(
              at: at, minimum: value - 1, lower: value - 0.5, median: value, upper: value + 0.2, maximum: value + 1)
          ],
          SeriesStyle(1), values: .horizontal),
        .replicates((0..<9).map { Point(value + Double($0 - 4) / 10, at) }, SeriesStyle(0), values: .horizontal),
        .intervals([Span(at: at, low: value - 0.3, high: value + 0.3)], SeriesStyle(0), values: .horizontal),
        .points([Point(value, at)], SeriesStyle(0)), .rings([Point(value, at)]),
      ]
    }
  }
}
