import Specifications
import Yams

/// Why text is not one YAML document: the parser's errors, of which only what people need is kept.
enum YAMLSyntaxError: Error {
  case empty
  case broken(problem: String, Mark)
  /// A character that YAML does not allow, so many bytes from the start.
  case unreadable(problem: String, offset: Int)
  case doubledKeys([String], Mark)
  case other(String)

  /// Composes the only document of a text.
  static func compose(_ text: String) throws(YAMLSyntaxError) -> Node {
    do {
      guard let node = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot() else {
        throw YAMLSyntaxError.empty
      }
      return node
    } catch let error as YAMLSyntaxError {
      throw error
    } catch let error as YamlError {
      throw YAMLSyntaxError(error)
    } catch {
      throw .other("\(error)")
    }
  }

  private init(_ error: YamlError) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self = .broken(problem: problem, mark)
    case .reader(let problem, let offset, _, _): self = .unreadable(problem: problem, offset: offset ?? 0)
    case .duplicatedKeysInMapping(let keys, let context): self = .doubledKeys(keys, context.mark)
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded: self = .other("\(error)")
    @unknown default: self = .other("\(error)")
    }
  }

  // MARK: Wording

  func specError(file: String, text: String) -> SpecError {
    switch self {
    case .empty: SpecError(Place(file: file, line: 1, column: 1), "the file is empty; an experiment is a map")
    case .broken(let problem, let mark):
      SpecError(Place(file: file, mark), Self.sentence(problem, at: mark, in: text))
    case .unreadable(let problem, let offset):
      SpecError(Place(file: file, offset: offset, in: text), "this is not YAML: \(problem)")
    case .doubledKeys(let keys, let mark):
      SpecError(Place(file: file, mark), "the key '\(keys.first ?? "")' is written twice in one map")
    case .other(let problem): SpecError(Place(file: file, line: 1, column: 1), "this is not YAML: \(problem)")
    }
  }

  private static func sentence(_ problem: String, at mark: Mark, in text: String) -> String {
    if problem == "but found another document" {
      return "a second document begins here; a file holds one experiment"
    }
    if problem.hasPrefix("Maximum nesting level") { return "lists and maps lie more than 1000 deep" }
    guard text.utf8.contains(UInt8(ascii: "\t")) else { return "this is not YAML: \(problem)" }
    let line = LinesOfText(text).line(mark.line)
    let indentation = line.prefix { $0 == " " || $0 == "\t" }
    if indentation.contains("\t"), mark.column <= indentation.count + 1 {
      return "a tab cannot indent YAML; use spaces"
    }
    return "this is not YAML: \(problem)"
  }
}

extension Place {
  init(file: String, _ mark: Mark) { self.init(file: file, line: max(mark.line, 1), column: max(mark.column, 1)) }

  /// The place so many bytes of UTF-8 from the start.
  init(file: String, offset: Int, in text: String) {
    let before = String(decoding: text.utf8.prefix(offset), as: UTF8.self).unicodeScalars
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    self.init(file: file, line: lines.count, column: (lines.last?.count ?? 0) + 1)
  }
}

/// The lines of a text as YAML counts them.
struct LinesOfText {
  private let scalars: [Unicode.Scalar]
  /// Where each line begins.
  private let starts: [Int]

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    var starts = [0]
    for (index, scalar) in scalars.enumerated() where Self.endsLine(scalar) {
      let isFirstHalf = scalar == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
      if !isFirstHalf { starts.append(index + 1) }
    }
    self.starts = starts
  }

  private static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
    ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar)
  }

  /// The scalars of a line, counted from one, to the end of the text's line.
  func line(_ number: Int) -> ArraySlice<Unicode.Scalar> {
    guard starts.indices.contains(number - 1) else { return [] }
    return scalars[starts[number - 1]...].prefix { !Self.endsLine($0) }
  }

  /// The index of a scalar by line and column, both counted from one.
  func index(line: Int, column: Int) -> Int? {
    guard starts.indices.contains(line - 1) else { return nil }
    let index = starts[line - 1] + column - 1
    return scalars.indices.contains(index) ? index : nil
  }
}
