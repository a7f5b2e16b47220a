/// A figure laid out: marks at their places in CSS pixels, from the back to the front.
///
/// Laying out is pure, so that tests can ask whether texts intersect before anything is drawn.
package struct Drawing: Hashable, Sendable {
  package let width: Double
  package let height: Double
  package let marks: [Mark]
  /// The drawing areas of the panels, in reading order.
  package let panels: [Box]

  package init(width: Double, height: Double, marks: [Mark], panels: [Box] = []) {
    self.width = width
    self.height = height
    self.marks = marks
    self.panels = panels
  }

  /// Every text with its box.
  package var texts: [PlacedText] {
    marks.compactMap { mark in
      switch mark {
      case .text(let text): text
      case .stroke, .area, .marker, .ring, .picture: nil
      }
    }
  }
}

/// One thing to draw, in CSS pixels.
package enum Mark: Hashable, Sendable {
  case stroke([Point], Color, width: Double, Dash)
  case area([Point], Color)
  case marker(Marker, at: Point, radius: Double, Color, isHollow: Bool)
  case ring(Point, radius: Double, Color)
  case text(PlacedText)
  case picture(Picture, Box)
}

/// How letters look.
package struct TextStyle: Hashable, Sendable {
  /// Of the font in CSS pixels.
  package let size: Double
  package let isBold: Bool
  package let color: Color

  package init(size: Double, isBold: Bool = false, color: Color = .ink) {
    self.size = size
    self.isBold = isBold
    self.color = color
  }

  /// From the baseline up and down, wide enough for every letter that is used.
  var ascent: Double { size * 0.78 }
  var descent: Double { size * 0.24 }
  var height: Double { ascent + descent }

  static let tick = TextStyle(size: 11, color: .quietInk)
  static let label = TextStyle(size: 11.5)
  static let axisTitle = TextStyle(size: 12)
  static let panelTitle = TextStyle(size: 12, isBold: true)
  static let smallPanelTitle = TextStyle(size: 11, isBold: true)
  static let note = TextStyle(size: 11, color: .quietInk)
}

/// A line of text at its place.
package struct PlacedText: Hashable, Sendable {
  package let string: String
  package let box: Box
  package let style: TextStyle
  /// Whether it runs upwards.
  package let isVertical: Bool
}
