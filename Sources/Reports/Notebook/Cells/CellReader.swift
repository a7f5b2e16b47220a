import Specifications

/// Reads the options and the body of one cell.
struct CellReader {
  let raw: RawCell
  var scanner: NotebookScanner
  var map: MapReader

  var problems: Problems { scanner.problems }

  /// Reads the option lines `#| key: value`; nil after reporting that they are no YAML map.
  init?(_ raw: RawCell, scanner: NotebookScanner) {
    self.raw = raw
    self.scanner = scanner
    let place = raw.place.moved(lines: 1)
    let filled = scanner.names.filling(raw.options.joined(separator: "\n"), at: place, scanner.problems)
    // Three spaces in the place of "#| " keep the columns.
    let lines = filled.split(separator: "\n", omittingEmptySubsequences: false).map { "   " + $0.dropFirst(3) }
    let hasOptions = lines.contains { !$0.trimmingSpaces.isEmpty }
    let empty = SpecNode(.map([]), place: raw.place)
    guard
      let tree = hasOptions
        ? YAMLFragment.read(lines.joined(separator: "\n"), at: place, scanner.problems) : empty,
      let map = MapReader(tree, of: "the \(raw.kind) cell", scanner.problems)
    else { return nil }
    self.map = map
  }

  /// The body as YAML or SQL is read: with parameters in place.
  var filledBody: String {
    scanner.names.filling(raw.body.joined(separator: "\n"), at: raw.bodyPlace, problems)
  }

  var hasBody: Bool { raw.body.contains { !$0.trimmingSpaces.isEmpty } }

  /// Reports a body where the kind takes none.
  func refuseBody() {
    if hasBody { problems.report(raw.bodyPlace, "a \(raw.kind) cell has options only; its lines begin with #|") }
  }

  // MARK: Options

  /// The label of the cell; figures, tables and exercises have one.
  mutating func label() -> NotebookLabel? {
    guard let node = map.take("label"), let text = String.read(node, problems) else { return nil }
    return scanner.label(text, of: [.figure, .table, .exercise], at: node.place)
  }

  /// An option that holds Markdown, with its marks.
  mutating func markdown(_ key: String) -> MarkedText? {
    guard let node = map.take(key), let text = String.read(node, problems) else { return nil }
    return scanner.scan(text, at: node.place)
  }

  /// A word of a closed list; the default when it is absent, nil after reporting an unknown one.
  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, default value: Word
  ) -> Word? where Word.RawValue == String {
    guard let node = map.take(key) else { return value }
    return word(node, of: key)
  }

  /// Reads one word of a closed list.
  func word<Word: RawRepresentable & CaseIterable>(_ node: SpecNode, of key: String) -> Word?
  where Word.RawValue == String {
    guard let text = String.read(node, problems) else { return nil }
    if let word = Word(rawValue: text) { return word }
    problems.report(
      node.place, MapReader.unknown("word", text, of: key, allowed: Word.allCases.map(\.rawValue)))
    return nil
  }

  /// A word or a list of words of a closed list.
  mutating func words<Word: RawRepresentable & CaseIterable>(
    _ key: String, default value: [Word]
  ) -> [Word]? where Word.RawValue == String {
    guard let node = map.take(key) else { return value }
    guard case .list(let items) = node.content else { return word(node, of: key).map { [$0] } }
    let found: [Word] = items.compactMap { word($0, of: key) }
    return found.count == items.count ? found : nil
  }

  /// The name of an experiment cell that this one speaks of.
  mutating func experiment() -> Named? {
    guard let node = map.take("experiment") else {
      problems.report(raw.place, "the \(raw.kind) cell lacks the key 'experiment'")
      return nil
    }
    return String.read(node, problems).map { Named(name: $0, place: node.place) }
  }

  // MARK: Bodies

  /// Splits a Markdown body at its line `---`; nil after reporting that there is none.
  mutating func halves(of first: String, and second: String, names: NotebookNames) -> (MarkedText, MarkedText)? {
    let lines = raw.body
    guard let middle = lines.firstIndex(where: { $0.trimmingSpaces == "---" }) else {
      problems.report(raw.place, "the \(raw.kind) cell lacks a line --- between \(first) and \(second)")
      return nil
    }
    let kept = scanner.names
    scanner.names = names
    defer { scanner.names = kept }
    let task = scanner.scan(lines[..<middle].joined(separator: "\n"), at: raw.bodyPlace)
    let answer = scanner.scan(
      lines[(middle + 1)...].joined(separator: "\n"), at: raw.bodyPlace.moved(lines: middle + 1))
    return (task, answer)
  }
}

/// A name that a cell gives for something that is defined elsewhere.
package struct Named: Hashable, Sendable {
  package let name: String
  package let place: Place
}
