/// Names written beside the ends of lines and levels, moved apart where they would meet; in the key where they do not fit.
struct DirectLabels {
  /// Lines with more names than this are explained by the key.
  static let most = 8
  private static let spacing = 15.0

  private let figure: Figure
  private let lettering: Lettering
  private let named: [Named]
  let isDirect: Bool

  private struct Named: Hashable {
    let text: String
    let value: Double
    let style: SeriesStyle
    let symbol: KeySymbol
    let marker: Marker?
  }

  init(figure: Figure, lettering: Lettering) {
    self.figure = figure
    self.lettering = lettering
    var named: [Named] = []
    for layer in figure.panels.flatMap(\.layers) {
      guard let new = Self.named(layer), !named.contains(where: { $0.text == new.text }) else { continue }
      named.append(new)
    }
    self.named = named
    let widest = named.map { lettering.width(of: $0.text, .label) }.max() ?? 0
    let isRoomy = figure.panels.count == 1 && figure.panels[0].rowNotes.isEmpty && !figure.y.isCategorical
    isDirect = isRoomy && named.count <= Self.most && widest <= figure.width * 0.24
  }

  private static func named(_ layer: Layer) -> Named? {
    switch layer {
    case .line(let points, let style, let name?, let marked):
      points.last.map {
        Named(
          text: name, value: $0.y, style: style, symbol: .line(style, marked: marked),
          marker: marked ? style.marker : nil)
      }
    case .level(let value, let name?):
      Named(text: name, value: value, style: .quiet, symbol: .line(.quiet, marked: false), marker: nil)
    case .line, .level, .band, .points, .replicates, .intervals, .boxes, .rings, .offScale, .emptyRow, .links, .moment,
      .annotation:
      nil
    }
  }

  /// Entries for names that are not written beside their lines.
  var keyEntries: [KeyEntry] { isDirect ? [] : named.map { KeyEntry($0.symbol, $0.text) } }

  /// The space to the right of the panel.
  var width: Double {
    guard isDirect, !named.isEmpty else { return 0 }
    return (named.map { lettering.width(of: $0.text, .label) }.max() ?? 0) + 42
  }

  func marks(beside box: Box, _ vertical: Scale) -> [Mark] {
    guard isDirect else { return [] }
    let wished = named.map { vertical.position($0.value) }
    let places = Self.apart(wished, from: box.top + 6, to: box.bottom - 6)
    return named.indices.flatMap { index -> [Mark] in
      let name = named[index]
      let y = places[index]
      let link = Mark.stroke(
        [Point(box.right + 3, wished[index]), Point(box.right + 14, y), Point(box.right + 24, y)],
        name.style.color.pale(0.3), width: 1, .solid)
      let marker = name.marker.map {
        [Mark.marker($0, at: Point(box.right + 26, y), radius: 3.6, name.style.color, isHollow: false)]
      }
      let text = lettering.placed(name.text, .label, at: Point(box.right + 34, y))
      return [link] + (marker ?? []) + [.text(text)]
    }
  }

  /// Moves places apart: in order downwards, then back up from the lower end.
  static func apart(_ wished: [Double], from top: Double, to bottom: Double) -> [Double] {
    let order = wished.indices.sorted { (wished[$0], $0) < (wished[$1], $1) }
    var places = wished
    var next = top
    for index in order {
      places[index] = max(wished[index], next)
      next = places[index] + spacing
    }
    next = bottom
    for index in order.reversed() {
      places[index] = min(places[index], next)
      next = places[index] - spacing
    }
    return places
  }
}
