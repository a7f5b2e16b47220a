import CCairo

/// Draws marks on an opaque Cairo surface at twice the density of CSS pixels.
final class Canvas {
  static let density = 2.0

  let surface: OpaquePointer
  private let cairo: OpaquePointer
  private let typeface: Typeface

  init(width: Double, height: Double, typeface: Typeface) throws(PictureError) {
    let size = (Int32((width * Self.density).rounded()), Int32((height * Self.density).rounded()))
    surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, size.0, size.1)
    cairo = cairo_create(surface)
    self.typeface = typeface
    guard cairo_status(cairo) == CAIRO_STATUS_SUCCESS else {
      throw PictureError(message: "Cairo: " + String(cString: cairo_status_to_string(cairo_status(cairo))))
    }
    cairo_scale(cairo, Self.density, Self.density)
    cairo_set_antialias(cairo, CAIRO_ANTIALIAS_GRAY)
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND)
    set(.plate)
    cairo_paint(cairo)
  }

  deinit {
    cairo_destroy(cairo)
    cairo_surface_destroy(surface)
  }

  func draw(_ mark: Mark) {
    switch mark {
    case .stroke(let points, let color, let width, let dash): stroke(points, color, width, dash)
    case .area(let points, let color):
      path(points)
      cairo_close_path(cairo)
      set(color)
      cairo_fill(cairo)
    case .marker(let marker, let at, let radius, let color, let isHollow):
      draw(marker, at: at, radius: radius, color, isHollow: isHollow)
    case .ring(let at, let radius, let color):
      circle(at, radius)
      set(color)
      cairo_set_line_width(cairo, 1.5)
      cairo_stroke(cairo)
    case .text(let text): draw(text)
    case .picture(let picture, let box): draw(picture, in: box)
    }
  }

  private func set(_ color: Color) { cairo_set_source_rgba(cairo, color.red, color.green, color.blue, color.alpha) }

  private func path(_ points: [Point]) {
    cairo_new_path(cairo)
    for point in points { cairo_line_to(cairo, point.x, point.y) }
  }

  private func circle(_ at: Point, _ radius: Double) {
    cairo_new_path(cairo)
    cairo_arc(cairo, at.x, at.y, radius, 0, 2 * Double.pi)
  }

  private func stroke(_ points: [Point], _ color: Color, _ width: Double, _ dash: Dash) {
    path(points)
    set(color)
    cairo_set_line_width(cairo, width)
    let lengths = dash.lengths
    cairo_set_dash(cairo, lengths, Int32(lengths.count), 0)
    cairo_stroke(cairo)
    cairo_set_dash(cairo, nil, 0, 0)
  }
}

// MARK: - Markers

extension Canvas {
  /// Every marker has about the area of the circle; a thin edge of the plate's colour keeps neighbours apart.
  private func draw(_ marker: Marker, at: Point, radius: Double, _ color: Color, isHollow: Bool) {
    if marker == .cross {
      let reach = radius * 0.8
      stroke([Point(at.x - reach, at.y - reach), Point(at.x + reach, at.y + reach)], color, 1.8, .solid)
      stroke([Point(at.x - reach, at.y + reach), Point(at.x + reach, at.y - reach)], color, 1.8, .solid)
      return
    }
    outline(marker, at: at, radius: radius)
    set(isHollow ? .plate : color)
    cairo_fill_preserve(cairo)
    set(isHollow ? color : .plate)
    cairo_set_line_width(cairo, isHollow ? 1.5 : radius > 2.5 ? 0.8 : 0)
    if isHollow || radius > 2.5 { cairo_stroke(cairo) } else { cairo_new_path(cairo) }
  }

  private func outline(_ marker: Marker, at: Point, radius: Double) {
    switch marker {
    case .circle, .cross: circle(at, radius)
    case .square: polygon(at, [(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)], radius)
    case .triangle: polygon(at, [(0, -1.25), (1.12, 0.75), (-1.12, 0.75)], radius)
    case .fallingTriangle: polygon(at, [(0, 1.25), (1.12, -0.75), (-1.12, -0.75)], radius)
    case .diamond: polygon(at, [(0, -1.3), (1.1, 0), (0, 1.3), (-1.1, 0)], radius)
    }
  }

  private func polygon(_ at: Point, _ corners: [(Double, Double)], _ radius: Double) {
    path(corners.map { Point(at.x + $0.0 * radius, at.y + $0.1 * radius) })
    cairo_close_path(cairo)
  }
}

// MARK: - Texts and pictures

extension Canvas {
  private func draw(_ text: PlacedText) {
    cairo_save(cairo)
    if text.isVertical {
      cairo_translate(cairo, text.box.left + text.style.ascent, text.box.bottom)
      cairo_rotate(cairo, -Double.pi / 2)
    } else {
      cairo_translate(cairo, text.box.left, text.box.top + text.style.ascent)
    }
    switch typeface {
    case .dejaVu:
      set(text.style.color)
      CairoFont.select(text.style, on: cairo)
      cairo_move_to(cairo, 0, 0)
      cairo_show_text(cairo, text.string)
    case .strokes:
      cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND)
      for line in StrokeFont.strokes(of: text.string, size: text.style.size) {
        stroke(line, text.style.color, text.style.size * (text.style.isBold ? 0.13 : 0.09), .solid)
      }
    }
    cairo_restore(cairo)
  }

  /// Draws one pixel of the picture as one square, without smoothing.
  private func draw(_ picture: Picture, in box: Box) {
    let stride = Int(cairo_format_stride_for_width(CAIRO_FORMAT_RGB24, Int32(picture.width)))
    var words = [UInt8](repeating: 0, count: stride * picture.height)
    words.withUnsafeMutableBytes { bytes in
      for row in 0..<picture.height {
        for column in 0..<picture.width {
          let first = (row * picture.width + column) * 3
          let red = UInt32(picture.rgb[first])
          let green = UInt32(picture.rgb[first + 1])
          let blue = UInt32(picture.rgb[first + 2])
          bytes.storeBytes(
            of: red << 16 | green << 8 | blue, toByteOffset: row * stride + column * 4, as: UInt32.self)
        }
      }
      let source = cairo_image_surface_create_for_data(
        bytes.baseAddress, CAIRO_FORMAT_RGB24, Int32(picture.width), Int32(picture.height), Int32(stride))
      defer { cairo_surface_destroy(source) }
      cairo_save(cairo)
      cairo_translate(cairo, box.left, box.top)
      cairo_scale(cairo, box.width / Double(picture.width), box.height / Double(picture.height))
      cairo_set_source_surface(cairo, source, 0, 0)
      cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST)
      cairo_paint(cairo)
      cairo_restore(cairo)
    }
  }
}
