/// A line over whole pixels, without the points that it passes within half a pixel anyhow.
///
/// Ten thousand pages of trials have four such lines each, which take a quarter less so.
struct PixelLine {
  typealias Point = (x: Int, y: Int)

  let points: [Point]

  /// Keeps the ends and, between two that are kept, the point furthest from their chord while that is half a pixel away
  /// or more (Ramer 1972, Douglas and Peucker 1973).
  init(_ all: [Point]) {
    var isKept = [Bool](repeating: false, count: all.count)
    for end in [all.startIndex, all.endIndex - 1] where all.indices.contains(end) { isKept[end] = true }
    var open = all.count > 2 ? [(first: 0, last: all.count - 1)] : []
    while let (first, last) = open.popLast() {
      guard let between = Self.furthest(all, first, last) else { continue }
      isKept[between] = true
      open += [(first, between), (between, last)]
    }
    points = zip(all, isKept).filter(\.1).map(\.0)
  }

  private static func furthest(_ all: [Point], _ first: Int, _ last: Int) -> Int? {
    let (from, to) = (all[first], all[last])
    let width = to.x - from.x
    var found: (place: Int, distance: Int)?
    for place in (first + 1)..<max(last, first + 1) {
      let (x, y) = (all[place].x - from.x, all[place].y - from.y)
      // Above or below the chord, times its width; points in one column are never left out.
      let distance = width == 0 ? abs(y) : abs(y * width - (to.y - from.y) * x)
      if 2 * distance >= max(1, width), distance > found?.distance ?? 0 { found = (place, distance) }
    }
    return found?.place
  }

  /// The data of an SVG path: steps from point to point are shorter than places, level ones are h, and a minus sign
  /// separates numbers as well as a blank.
  var path: String {
    var text = ""
    var last: Point = (0, 0)
    var step: Character?
    for point in points {
      let (across, up) = (point.x - last.x, point.y - last.y)
      let kind: Character = step == nil ? "M" : up == 0 ? "h" : "l"
      text += step == kind && across >= 0 ? " " : step == kind ? "" : "\(kind)"
      text += "\(across)" + (kind == "h" ? "" : up < 0 ? "\(up)" : " \(up)")
      (last, step) = (point, kind)
    }
    return text
  }
}
