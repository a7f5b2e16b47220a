import CCairo

/// Measures text in the font that will draw it.
package final class Lettering {
  package let typeface: Typeface
  private let canvas: OpaquePointer
  private let surface: OpaquePointer

  /// Chooses DejaVu Sans, or the letters of this program where no font is installed.
  package convenience init() { self.init(.installed) }

  package init(_ typeface: Typeface) {
    self.typeface = typeface
    surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1)
    canvas = cairo_create(surface)
  }

  deinit {
    cairo_destroy(canvas)
    cairo_surface_destroy(surface)
  }

  /// Returns the width of one line in CSS pixels, side bearings included.
  func width(of text: String, _ style: TextStyle) -> Double {
    switch typeface {
    case .dejaVu:
      CairoFont.select(style, on: canvas)
      var extents = cairo_text_extents_t()
      cairo_text_extents(canvas, text, &extents)
      return max(extents.x_advance, extents.x_bearing + extents.width)
    case .strokes:
      return StrokeFont.width(of: text, size: style.size)
    }
  }
}

/// Whose letters are drawn.
package enum Typeface: Hashable, Sendable {
  /// DejaVu Sans through fontconfig, or the nearest font that is installed.
  case dejaVu
  /// Plain letters of strokes that this program brings along.
  case strokes

  /// With no font installed Cairo draws boxes without a word; its font is then of the kind "user".
  package static var installed: Typeface {
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1)
    let canvas = cairo_create(surface)
    defer {
      cairo_destroy(canvas)
      cairo_surface_destroy(surface)
    }
    guard let canvas else { return .strokes }
    CairoFont.select(.label, on: canvas)
    guard let font = cairo_get_scaled_font(canvas) else { return .strokes }
    return cairo_scaled_font_get_type(font) == CAIRO_FONT_TYPE_USER ? .strokes : .dejaVu
  }
}

/// Font settings that give the same pixels on every machine with the same font.
enum CairoFont {
  static func select(_ style: TextStyle, on canvas: OpaquePointer) {
    let weight = style.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL
    cairo_select_font_face(canvas, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, weight)
    cairo_set_font_size(canvas, style.size)
    let options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_set_font_options(canvas, options)
    cairo_font_options_destroy(options)
  }
}
