import Analysis
import Experiments

/// Parallel coordinates: one axis per differing field and one for the measure, one line per arm.
struct ParallelChart {
  let axes: [Axis]
  /// By arm: a place per axis; nil where the arm has nothing there, so that its line breaks.
  let lines: [Line]

  struct Axis {
    let title: String
    let scale: Scale

    enum Scale {
      /// Numbers, by labels at equal steps from the bottom up.
      case number(labels: [String])
      /// Words, from the bottom up.
      case words([String])
    }
  }

  struct Line {
    let name: String
    let places: [Double?]
    let style: Int
  }

  private static let top = 40
  private static let bottom = 220

  private var width: Int { max(380, axes.count * 130) }

  private func x(_ axis: Int) -> Int { 70 + axis * (width - 140) / max(1, axes.count - 1) }

  private func y(_ place: Double) -> Int { Self.bottom - Int((place * Double(Self.bottom - Self.top)).rounded()) }

  var svg: HTML {
    let description = "Parallel coordinates of \(lines.count) arms over \(axes.map(\.title).joinedInWords())."
    return """
      <svg class="chart" viewBox="0 0 \(width) \(Self.bottom + 16)" width="\(width)" height="\(Self.bottom + 16)" role="img" \
      aria-label="\(description)">\(axes.indices.map(axis))\(lines.reversed().map(line))\(axes.indices.map(ticks))</svg>
      """
  }

  private func axis(_ place: Int) -> HTML {
    let title = axes[place].title
    let short = title.count > 22 ? "…" + title.suffix(21) : title
    return """
      <path class="g" d="M\(x(place)) \(Self.top)V\(Self.bottom)"/><text class="name m" x="\(x(place))" y="\(Self.top - 18)">\(short)</text>
      """
  }

  /// What stands beside an axis; drawn over the lines, or they would strike it out.
  private func ticks(_ place: Int) -> HTML {
    let labels: [HTML] =
      switch axes[place].scale {
      case .number(let labels):
        labels.enumerated().map { at, label in
          tick(label, x(place), y(Double(at) / Double(max(1, labels.count - 1))))
        }
      case .words(let words):
        words.enumerated().map { at, word in tick(word, x(place), y(Self.place(at, of: words.count))) }
      }
    return "\(labels)"
  }

  private func tick(_ label: String, _ x: Int, _ y: Int) -> HTML {
    let short = label.count > 16 ? label.prefix(15) + "…" : label
    return "<text class=\"over\" x=\"\(x + 5)\" y=\"\(y + 4)\">\(short)</text>"
  }

  /// Where a word stands, from 0 at the bottom to 1 at the top.
  static func place(_ word: Int, of count: Int) -> Double { count == 1 ? 0.5 : Double(word) / Double(count - 1) }

  private func line(_ line: Line) -> HTML {
    var path = ""
    var isOpen = false
    for (axis, place) in line.places.enumerated() {
      guard let place else {
        isOpen = false
        continue
      }
      path += "\(isOpen ? "L" : "M")\(x(axis)) \(y(place))"
      isOpen = true
    }
    return "<path class=\"c\(line.style)\" d=\"\(path)\"><title>\(line.name)</title></path>"
  }
}
