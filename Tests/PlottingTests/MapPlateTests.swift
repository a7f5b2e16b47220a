import Plotting
import Testing

struct MapPlateTests {
  private static func plate(_ scale: ColorScale, _ values: [Double]) -> MapPlate {
    let map = NumberMap(width: 2, height: 2, values: values)
    return MapPlate(
      rows: [.init("first", [map, map]), .init("second", [map, map])], columns: ["a", "b"], scale: scale,
      magnification: 20)
  }

  @Test(arguments: FigureLayoutTests.typefaces)
  func `texts stand within the plate and meet neither each other nor a map`(typeface: Typeface) {
    let ticks = [-1.0, 1, 3].map { ColorScale.Tick($0, "\(Int($0))") }
    for scale: ColorScale in [
      .mask(dropped: "dropped: × 0", kept: "kept: × 2"), .constant("× 1"),
      .diverging(center: 1, reach: 2, ticks: ticks),
    ] {
      let drawing = Self.plate(scale, [0, 1, 1, 0]).drawing(Lettering(typeface))
      let whole = Box(left: 0, top: 0, right: drawing.width, bottom: drawing.height)
      #expect(drawing.panels.count == 4)
      for (index, text) in drawing.texts.enumerated() {
        #expect(whole.contains(text.box), "\(text.string)")
        #expect(drawing.panels.allSatisfy { !$0.intersects(text.box) }, "\(text.string)")
        for other in drawing.texts[(index + 1)...] { #expect(!text.box.intersects(other.box), "\(text.string)") }
      }
    }
  }

  @Test
  func `what is dropped is dark, what is kept is light, pixel for pixel`() throws {
    let plate = Self.plate(.mask(dropped: "dropped", kept: "kept"), [0, 1, 1, 0])
    let map = try #require(plate.drawing(Lettering(.strokes)).panels.first)
    let drawn = try Picture(png: plate.drawn(lettering: Lettering(.strokes)).png)
    func brightness(_ column: Double, _ row: Double) -> Int {
      let x = Int((map.left + column * 20) * 2)
      let y = Int((map.top + row * 20) * 2)
      return Int(drawn.rgb[(y * drawn.width + x) * 3 + 1])
    }
    #expect(brightness(0.5, 0.5) < 60 && brightness(1.5, 1.5) < 60)
    #expect(brightness(1.5, 0.5) > 220 && brightness(0.5, 1.5) > 220)
  }

  @Test
  func `factors below the centre are blue, above it orange, at it white, and beyond the reach no darker`() {
    let scale = ColorScale.diverging(center: 1, reach: 2, ticks: [])
    let (low, middle, high) = (scale.color(of: -1), scale.color(of: 1), scale.color(of: 3))
    #expect(low.blue > low.red && high.red > high.blue)
    #expect(middle.red == 1 && middle.green == 1 && middle.blue == 1)
    #expect(scale.color(of: -9) == low && scale.color(of: 9) == high)
  }
}
