import CCairo

/// A white plate that Cairo draws on, in logical pixels at twice the density.
///
/// A class because it owns Cairo's surface.
final class Canvas {
  static let density = 2.0

  private let surface: OpaquePointer
  private let context: OpaquePointer
  let width: Int
  let height: Int

  init(width: Double, height: Double) {
    self.width = Int((width * Self.density).rounded(.up))
    self.height = Int((height * Self.density).rounded(.up))
    surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(self.width), Int32(self.height))
    context = cairo_create(surface)
    cairo_scale(context, Self.density, Self.density)
    cairo_set_antialias(context, CAIRO_ANTIALIAS_GRAY)
    let options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
    set(.plate)
    cairo_paint(context)
    chooseFont()
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// DejaVu Sans, or the font that is built into Cairo where no font is installed.
  private func chooseFont() {
    cairo_select_font_face(context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL)
    guard cairo_scaled_font_get_type(cairo_get_scaled_font(context)) == CAIRO_FONT_TYPE_USER else { return }
    cairo_select_font_face(context, "@cairo:", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL)
  }

  // MARK: Text

  func width(of text: String, size: Double) -> Double {
    cairo_set_font_size(context, size)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    return extents.x_advance
  }

  /// Draws a text into its box.
  func draw(_ placed: PlacedText, color: Color) {
    set(color)
    cairo_set_font_size(context, placed.size)
    cairo_save(context)
    if placed.isTurned {
      cairo_move_to(context, placed.box.x + placed.size, placed.box.bottom)
      cairo_rotate(context, -.pi / 2)
    } else {
      cairo_move_to(context, placed.box.x, placed.box.y + placed.box.height / 2 + placed.size * 0.36)
    }
    cairo_show_text(context, placed.text)
    cairo_restore(context)
  }

  // MARK: Shapes

  func set(_ color: Color, opacity: Double = 1) {
    cairo_set_source_rgba(context, color.red, color.green, color.blue, opacity)
  }

  func line(_ points: [(x: Double, y: Double)], width: Double, dash: [Double] = []) {
    trace(points)
    cairo_set_line_width(context, width)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    cairo_set_dash(context, dash, Int32(dash.count), 0)
    cairo_stroke(context)
    cairo_set_dash(context, nil, 0, 0)
  }

  func fill(_ points: [(x: Double, y: Double)]) {
    trace(points)
    cairo_close_path(context)
    cairo_fill(context)
  }

  func circle(_ x: Double, _ y: Double, radius: Double, stroke: Double? = nil) {
    cairo_new_sub_path(context)
    cairo_arc(context, x, y, radius, 0, 2 * .pi)
    if let stroke {
      cairo_set_line_width(context, stroke)
      cairo_stroke(context)
    } else {
      cairo_fill(context)
    }
  }

  /// Draws only inside a box while `body` runs.
  func clipped(to box: Box, _ body: () -> Void) {
    cairo_save(context)
    cairo_rectangle(context, box.x, box.y, box.width, box.height)
    cairo_clip(context)
    body()
    cairo_restore(context)
  }

  private func trace(_ points: [(x: Double, y: Double)]) {
    cairo_new_path(context)
    for (index, point) in points.enumerated() {
      if index == 0 { cairo_move_to(context, point.x, point.y) } else { cairo_line_to(context, point.x, point.y) }
    }
  }

  // MARK: Pixels

  /// Rows of 8-bit RGB.
  var pixels: [UInt8] {
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface) else { return [] }
    let stride = Int(cairo_image_surface_get_stride(surface))
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * 3)
    for y in 0..<height {
      for x in 0..<width {
        let word = UnsafeRawPointer(data + y * stride + x * 4).loadUnaligned(as: UInt32.self)
        pixels += [UInt8(word >> 16 & 0xff), UInt8(word >> 8 & 0xff), UInt8(word & 0xff)]
      }
    }
    return pixels
  }
}
