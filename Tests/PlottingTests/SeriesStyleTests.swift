import Plotting
import Testing

struct SeriesStyleTests {
  @Test
  func `35 series differ in colour and marker, neighbours in dash too`() {
    let styles = (0..<35).map { SeriesStyle($0) }
    #expect(Set(styles.map { "\($0.color) \($0.marker)" }).count == 35)
    for (one, next) in zip(styles, styles.dropFirst()) {
      #expect(one.color != next.color && one.marker != next.marker && one.dash != next.dash)
    }
  }

  @Test
  func `texts have a contrast of 4.5 to the plate, neutral marks of 3`() {
    for color in [Color.ink, .quietInk] { #expect(contrast(color) >= 4.5) }
    #expect(contrast(.spine) >= 3)
  }

  /// WCAG 2.1 relative luminance against white; sRGB decoded with the square, which errs by less than .2 here.
  private func contrast(_ color: Color) -> Double {
    func linear(_ value: Double) -> Double { value * value * (0.8 + 0.2 * value) }
    return 1.05 / (0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue) + 0.05)
  }
}
