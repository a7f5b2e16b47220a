/// A figure described by values: one panel or small multiples that share both axes, with a key above them.
package struct Figure: Hashable, Sendable {
  package let x: Axis
  package let y: Axis
  package let panels: [Panel]
  package let key: [KeyEntry]
  /// In CSS pixels; the height follows from what is shown.
  package let width: Double
  /// Of the drawing area of one panel in CSS pixels; nil chooses it by rows or by columns.
  package let panelHeight: Double?

  package init(
    x: Axis, y: Axis, panels: [Panel], key: [KeyEntry] = [], width: Double = 720, panelHeight: Double? = nil
  ) {
    precondition(!panels.isEmpty, "a figure has at least one panel")
    precondition(width >= 240, "a figure of \(width) pixels is too narrow to be read")
    self.x = x
    self.y = y
    self.panels = panels
    self.key = key
    self.width = width
    self.panelHeight = panelHeight
  }
}

/// The layers drawn within one pair of axes.
package struct Panel: Hashable, Sendable {
  package let title: String?
  package let layers: [Layer]
  /// One text per category of a vertical axis, written in a column to the right; empty for none.
  package let rowNotes: [String]

  package init(title: String? = nil, layers: [Layer], rowNotes: [String] = []) {
    self.title = title
    self.layers = layers
    self.rowNotes = rowNotes
  }
}

/// One entry of the key: a symbol and what it means.
package struct KeyEntry: Hashable, Sendable {
  package let symbol: KeySymbol
  package let text: String

  package init(_ symbol: KeySymbol, _ text: String) {
    self.symbol = symbol
    self.text = text
  }
}

/// What a key explains.
package enum KeySymbol: Hashable, Sendable {
  case line(SeriesStyle, marked: Bool)
  case band(SeriesStyle)
  case point(SeriesStyle, isHollow: Bool)
  case replicate(SeriesStyle)
  case interval(SeriesStyle)
  case box(SeriesStyle)
  case ring
  case cross(SeriesStyle)
}
