import Foundation
import Testing

@testable import Reports

struct ContrastTests {
  /// Everything that is written in, and everything that it is written on.
  private static let inks = ["ink", "quiet", "accent", "good", "warn", "program", "variable"]
  private static let grounds = ["ground", "surface", "mark"]

  @Test(arguments: [0, 1])
  func `every ink of the pages has a contrast of at least 4.5 on every ground, in light and in dark`(theme: Int) throws
  {
    let style = try #require(TemplateLibrary.builtIn["style"]).text
    let themes = style.matches(of: #/:root \{([^}]*)\}/#).map { String($0.1) }
    let colours = Dictionary(
      themes[theme].matches(of: #/--([a-z]+): (#[0-9a-f]{6});/#).map { (String($0.1), String($0.2)) }
    ) { first, _ in first }
    for ink in Self.inks {
      for ground in Self.grounds {
        let ratio = try contrast(#require(colours[ink]), #require(colours[ground]))
        #expect(ratio >= 4.5, "\(ink) on \(ground): \(ratio)")
      }
    }
  }

  @Test
  func `every class of coloured code has a rule`() throws {
    let style = try #require(TemplateLibrary.builtIn["style"]).text
    for kind in CodeColouring.Kind.allCases { #expect(style.contains("pre .\(kind.rawValue)"), "\(kind)") }
  }

  /// WCAG 2.2, contrast ratio of relative luminances.
  private func contrast(_ first: String, _ second: String) throws -> Double {
    let values = try [first, second].map(luminance).sorted()
    return (values[1] + 0.05) / (values[0] + 0.05)
  }

  private func luminance(_ colour: String) throws -> Double {
    let number = try #require(UInt32(colour.dropFirst(), radix: 16))
    let channels = [16, 8, 0].map { shift in Self.linear[Int(number >> UInt32(shift)) & 0xFF] }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }

  /// sRGB's transfer function for 0…255.
  private static let linear: [Double] = (0...255).map { value in
    let share = Double(value) / 255
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
  }
}
