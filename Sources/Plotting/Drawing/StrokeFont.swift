/// Letters of strokes for machines without a font.
enum StrokeFont {
  static func width(of text: String, size: Double) -> Double { Double(text.count) * size * 0.6 }
  static func strokes(of text: String, size: Double) -> [[Point]] { [] }
}
