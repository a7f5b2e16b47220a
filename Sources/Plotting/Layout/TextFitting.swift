/// Breaks and shortens texts by measuring them.
struct TextFitting {
  let lettering: Lettering

  /// Breaks a text after commas, else at spaces and hyphens, into at most `most` lines no wider than `width`.
  ///
  /// What still does not fit is shortened in its middle.
  func lines(_ text: String, _ style: TextStyle, width: Double, atMost most: Int) -> [String] {
    if lettering.width(of: text, style) <= width { return [text] }
    let phrases = broken(phrases(of: text), style, width: width)
    let fit = phrases.count <= most && phrases.allSatisfy { lettering.width(of: $0, style) <= width }
    var lines = fit ? phrases : broken(words(of: text), style, width: width)
    if lines.count > most {
      let rest = lines[(most - 1)...].joined(separator: " ")
      lines = Array(lines[..<(most - 1)]) + [rest]
    }
    return lines.map { shortened($0, style, width: width) }
  }

  /// Fills lines with pieces as long as they fit.
  private func broken(_ pieces: [String], _ style: TextStyle, width: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in pieces {
      let longer = line + word
      if line.isEmpty || lettering.width(of: trimmed(longer), style) <= width {
        line = longer
      } else {
        lines.append(trimmed(line))
        line = word
      }
    }
    return line.isEmpty ? lines : lines + [trimmed(line)]
  }

  /// Pieces that end after a comma, as between two varied fields.
  private func phrases(of text: String) -> [String] {
    let pieces = text.split(separator: ", ", omittingEmptySubsequences: false)
    return pieces.enumerated().map { $0 < pieces.count - 1 ? $1 + ", " : String($1) }
  }

  /// Cuts the middle out of a text that is too wide, as little as needed: both ends tell labels apart.
  func shortened(_ text: String, _ style: TextStyle, width: Double) -> String {
    if lettering.width(of: text, style) <= width { return text }
    let letters = Array(text)
    func keeping(_ kept: Int) -> String {
      String(letters[..<((kept + 1) / 2)]) + "…" + String(letters[(letters.count - kept / 2)...])
    }
    // How many letters fit, and how many do not: doubled until they do not, so that no long text is measured often.
    var (fitting, excess) = (1, min(2, letters.count))
    while excess < letters.count, lettering.width(of: keeping(excess), style) <= width {
      (fitting, excess) = (excess, min(2 * excess, letters.count))
    }
    while excess - fitting > 1 {
      let middle = (fitting + excess) / 2
      if lettering.width(of: keeping(middle), style) <= width { fitting = middle } else { excess = middle }
    }
    return fitting > 1 ? keeping(fitting) : "…"
  }

  private func words(of text: String) -> [String] {
    var words: [String] = []
    var word = ""
    for letter in text {
      word.append(letter)
      if letter == " " || letter == "-" || letter == "/" {
        words.append(word)
        word = ""
      }
    }
    return word.isEmpty ? words : words + [word]
  }

  private func trimmed(_ line: String) -> String { line.hasSuffix(" ") ? String(line.dropLast()) : line }
}

/// Where a text stands relative to a point.
enum Alignment {
  case start, middle, end
}

extension Lettering {
  /// Places one line; `at` is its start, middle or end along the line and its middle across.
  func placed(_ text: String, _ style: TextStyle, at: Point, _ alignment: Alignment = .start) -> PlacedText {
    let width = width(of: text, style)
    let left =
      switch alignment {
      case .start: at.x
      case .middle: at.x - width / 2
      case .end: at.x - width
      }
    let box = Box(
      left: left, top: at.y - style.height / 2, right: left + width, bottom: at.y + style.height / 2)
    return PlacedText(string: text, box: box, style: style, isVertical: false)
  }

  /// Places one line that runs upwards; `at` is the middle of its width and its start, middle or end along the line.
  func upright(_ text: String, _ style: TextStyle, at: Point, _ alignment: Alignment = .middle) -> PlacedText {
    let width = width(of: text, style)
    let bottom =
      switch alignment {
      case .start: at.y
      case .middle: at.y + width / 2
      case .end: at.y + width
      }
    let box = Box(
      left: at.x - style.height / 2, top: bottom - width, right: at.x + style.height / 2, bottom: bottom)
    return PlacedText(string: text, box: box, style: style, isVertical: true)
  }
}
