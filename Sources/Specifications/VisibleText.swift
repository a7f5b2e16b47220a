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

  /// `\u{…}` with its number.
  package var numbered: String { "\\u{" + String(value, radix: 16) + "}" }

  /// Whether it turns the direction of the text behind it, so that a page shows it in another order than it has.
  fileprivate var turnsDirection: Bool { (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value) }
}

extension StringProtocol {
  /// The text on one line with everything invisible written as `\u{…}`.
  package var visible: String { visible { _ in false } }

  /// The same with line ends and tabs as they are: text of which a terminal obeys nothing.
  package var harmless: String { visible { $0 == "\n" || $0 == "\t" } }

  /// The same for pages, which show all but marks that turn the direction of what follows as it is.
  package var unturned: String { utf8.contains(0xE2) ? visible { !$0.turnsDirection } : String(self) }

  private func visible(except isKept: (Unicode.Scalar) -> Bool) -> String {
    if unicodeScalars.allSatisfy({ isKept($0) || $0.isVisible }) { return String(self) }
    var text = ""
    for scalar in unicodeScalars {
      if isKept(scalar) || scalar.isVisible {
        text.unicodeScalars.append(scalar)
      } else {
        text += scalar.numbered
      }
    }
    return text
  }
}
