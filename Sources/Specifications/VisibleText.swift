extension Unicode.Scalar {
  /// Whether it shows as itself: not control characters, line ends, and marks that turn the direction of what follows.
  package var isVisible: Bool {
    switch value {
    case 0x20..<0x7F: return true
    case 0..<0xA0: return false
    default: break
    }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: return false
    default: return true
    }
  }
}

extension StringProtocol {
  /// The text on one line with everything invisible written as `\u{…}`.
  package var visible: String { visible { _ in false } }

  /// The same with line ends and tabs as they are: text of which a terminal obeys nothing.
  package var harmless: String { visible { $0 == "\n" || $0 == "\t" } }

  private func visible(except isKept: (Unicode.Scalar) -> Bool) -> String {
    if unicodeScalars.allSatisfy({ $0.isVisible || isKept($0) }) { return String(self) }
    var text = ""
    for scalar in unicodeScalars {
      if scalar.isVisible || isKept(scalar) {
        text.unicodeScalars.append(scalar)
      } else {
        text += "\\u{" + String(scalar.value, radix: 16) + "}"
      }
    }
    return text
  }
}
