/// How wide the numbers of an axis are, for the room beside it: what does not fit is cut, and reads as another number.
enum AxisLabel {
  /// The room to the left of an axis: what is usual, or as much as its longest number takes.
  static func room(for labels: [String], usual: Int) -> Int {
    max(usual, (labels.map(width).max() ?? 0) + gap + 1)
  }

  /// Pixels between a number and its axis.
  static let gap = 4

  /// Pixels at the style sheet's size of 11, in a wide face (DejaVu Sans).
  private static func width(of label: String) -> Int {
    let tenths = label.reduce(0) { sum, letter in
      switch letter {
      case ".": sum + 35
      case "%": sum + 105
      case "−": sum + 92
      default: sum + 70
      }
    }
    return (tenths + 9) / 10
  }
}
