import Plotting
import Testing

struct HeatGridTests {
  private static func grid(rows: Int = 3, columns: Int = 4, missing: Bool = true) -> HeatGrid {
    HeatGrid(
      x: .init("learningRate", levels: (0..<columns).map { "0.0\($0)" }),
      y: .init("hidden", levels: (0..<rows).map { "bernoulli 0.\($0)" }),
      cells: (0..<rows).map { row in
        (0..<columns).map { column in
          missing && row == 1 && column == 2
            ? .missing("not planned")
            : .value(
              Double(row * columns + column), text: "\(row * columns + column).25", isMarked: row == 0 && column == 1)
        }
      }, title: "Test error (%)")
  }

  @Test(arguments: FigureLayoutTests.typefaces)
  func `texts meet neither each other nor the edge, for few cells and many`(typeface: Typeface) {
    for (rows, columns) in [(3, 3), (3, 4), (9, 16), (1, 1)] {
      let drawing = Self.grid(rows: rows, columns: columns).drawing(Lettering(typeface))
      let whole = Box(left: 0, top: 0, right: drawing.width, bottom: drawing.height)
      for (index, text) in drawing.texts.enumerated() {
        #expect(whole.contains(text.box), "\(text.string)")
        for other in drawing.texts[(index + 1)...] {
          #expect(!text.box.intersects(other.box), "\(text.string) and \(other.string)")
        }
      }
    }
  }

  @Test
  func `larger numbers are darker in steps that grey print keeps, and letters can be read on every one`() {
    let grid = Self.grid(missing: false)
    func luminance(_ color: Color) -> Double {
      let linear = [color.red, color.green, color.blue].map { value -> Double in
        // sRGB by WCAG 2.2; the power 2.4 as a square times a fifth root's square, near enough for a bound.
        value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055)
      }
      return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
    func power(_ base: Double) -> Double {
      // base^2.4 by Newton's fifth root of base¹².
      let target = (0..<12).reduce(1.0) { product, _ in product * base }
      var root = base
      for _ in 0..<60 { root -= (root * root * root * root * root - target) / (5 * root * root * root * root) }
      return root
    }
    let colors = (0..<12).map { grid.color(of: Double($0)) }
    for (lighter, darker) in zip(colors, colors.dropFirst()) { #expect(luminance(lighter) > luminance(darker) * 1.05) }
    for value in 0..<12 {
      let (back, front) = (luminance(colors[value]) + 0.05, luminance(grid.ink(on: Double(value))) + 0.05)
      #expect(max(back, front) / min(back, front) >= 4.5, "\(value)")
    }
  }

  @Test
  func `a missing cell is hatched and says why, and is no zero of the scale`() throws {
    let grid = Self.grid()
    #expect(grid.range == 0...11)
    let without = Self.grid(missing: false).drawing(Lettering(.strokes))
    let with = grid.drawing(Lettering(.strokes))
    func strokes(_ drawing: Drawing) -> Int { drawing.marks.count { if case .stroke = $0 { true } else { false } } }
    #expect(strokes(with) > strokes(without) + 5)
    #expect(with.texts.contains { $0.string == "not planned" })
    let panel = try #require(with.panels.first)
    for mark in with.marks {
      if case .stroke(let points, .spine, width: 0.7, _) = mark { #expect(points.allSatisfy { panel.contains($0) }) }
    }
    let empty = HeatGrid(
      x: .init("x", levels: ["a"]), y: .init("y", levels: ["b"]), cells: [[.missing("not run")]], title: "t")
    #expect(empty.range == nil && !empty.drawing(Lettering(.strokes)).texts.isEmpty)
  }
}
