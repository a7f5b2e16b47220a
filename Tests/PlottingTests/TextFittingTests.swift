import Testing

@testable import Plotting

/// Texts that are too wide for their place.
struct TextFittingTests {
  private static let typefaces: [Typeface] = [.installed, .strokes]

  @Test(arguments: typefaces)
  func `a text keeps as many letters of its ends as fit`(typeface: Typeface) {
    let fitting = TextFitting(lettering: Lettering(typeface))
    for text in [
      "", "i", "Wi", "rate 0.5, width 256", "iiiiiiiiWWWWWWWW", String(repeating: "learning rate ", count: 9),
    ] {
      for width in stride(from: 0.0, to: 160, by: 3.7) {
        #expect(fitting.shortened(text, .note, width: width) == longest(text, fitting.lettering, width: width))
      }
    }
  }

  @Test(arguments: typefaces)
  func `a very long text is cut at once`(typeface: Typeface) {
    let fitting = TextFitting(lettering: Lettering(typeface))
    let text = "start" + String(repeating: "n", count: 50_000) + "end"
    let short = fitting.shortened(text, .note, width: 150)
    #expect(short == longest("start" + String(repeating: "n", count: 50) + "end", fitting.lettering, width: 150))
    #expect(fitting.lines(text, .note, width: 150, atMost: 3) == [short])
  }

  /// Takes letter after letter away.
  private func longest(_ text: String, _ lettering: Lettering, width: Double) -> String {
    let letters = Array(text)
    let shorter = (2..<max(2, letters.count)).reversed().map { kept in
      String(letters.prefix((kept + 1) / 2)) + "…" + String(letters.suffix(kept / 2))
    }
    return ([text] + shorter).first { lettering.width(of: $0, .note) <= width } ?? "…"
  }
}
