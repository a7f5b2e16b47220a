import Experiments
import Specifications

/// What stands between the two lines `---` at the top of a notebook.
package struct FrontMatter: Hashable, Sendable {
  package let title: String
  /// Empty when there is none.
  package let subtitle: String
  package let authors: [String]
  package let names: NotebookNames
  /// The BibTeX file beside the notebook.
  package let bibliography: RequestedFile?
  /// Lines up to and with the second `---`.
  let lines: Int

  /// Reads the front matter with the parameters that the command line changes; nil after reporting what is wrong.
  static func read(_ lines: [String], file: String, overrides: [String], _ problems: Problems) -> FrontMatter? {
    let start = Place(file: file, line: 1, column: 1)
    guard lines.first?.trimmingSpaces == "---",
      let end = lines.dropFirst().firstIndex(where: { $0.trimmingSpaces == "---" })
    else {
      problems.report(start, "a notebook begins with front matter: a line ---, YAML with a title, a line ---")
      return nil
    }
    let text = lines[1..<end].joined(separator: "\n")
    guard let tree = YAMLFragment.read(text, at: start.moved(lines: 1), problems),
      var map = MapReader(tree, of: "the front matter", problems)
    else { return nil }
    let title = map.required("title", String.self, in: Bounds("a title") { !$0.isEmpty })
    let subtitle = map.optional("subtitle", default: "")
    let authors = map.optional("authors", default: [String]())
    let parameters = parameters(map.take("parameters"), overrides: overrides, problems)
    let bibliography = map.take("bibliography")
    map.finish()
    guard let title, let subtitle, let authors, let parameters else { return nil }
    return FrontMatter(
      title: title, subtitle: subtitle, authors: authors, names: NotebookNames(parameters: parameters),
      bibliography: bibliography.flatMap { RequestedFile($0, problems) }, lines: end + 1)
  }

  private static func parameters(
    _ node: SpecNode?, overrides: [String], _ problems: Problems
  ) -> [(name: String, value: String)]? {
    var parameters: [(name: String, value: String)] = []
    for entry in node?.entries ?? [] {
      guard case .scalar(let text, _) = entry.value.content, entry.key.wholeMatch(of: /[A-Za-z][A-Za-z0-9_]*/) != nil
      else {
        problems.report(entry.place, "a parameter is a name with one text or number, found \(entry.value.kind)")
        continue
      }
      parameters.append((entry.key, text))
    }
    if let node, node.entries == nil {
      problems.report(node.place, "expected a map of parameters, found \(node.kind)")
      return nil
    }
    for override in overrides { apply(override, to: &parameters, problems) }
    checkTier(parameters, overrides: overrides, node, problems)
    return parameters
  }

  /// The parameter `tier` chooses the tier of every experiment that has tiers; any other word would choose none.
  private static func checkTier(
    _ parameters: [(name: String, value: String)], overrides: [String], _ node: SpecNode?, _ problems: Problems
  ) {
    guard let word = parameters.first(where: { $0.name == "tier" })?.value, Tier(rawValue: word) == nil else { return }
    let override = overrides.last { $0.hasPrefix("tier=") }
    let place =
      override.map { Place(file: "parameter '\($0)'", line: 0, column: 0) } ?? node?["tier"]?.place
      ?? Place(file: "", line: 0, column: 0)
    problems.report(
      place, MapReader.unknown("tier", word, of: "the parameters", allowed: Tier.allCases.map(\.rawValue)))
  }

  private static func apply(
    _ override: String, to parameters: inout [(name: String, value: String)], _ problems: Problems
  ) {
    let place = Place(file: "parameter '\(override)'", line: 0, column: 0)
    let parts = override.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[1].contains(where: \.isNewline) else {
      problems.report(place, "a parameter of a notebook is changed with name=value")
      return
    }
    guard let index = parameters.firstIndex(where: { $0.name == parts[0] }) else {
      problems.report(
        place, MapReader.unknown("parameter", parts[0], of: "the notebook", allowed: parameters.map(\.name)))
      return
    }
    parameters[index].value = parts[1]
  }
}

/// A file that a notebook names, as seen from its folder.
package struct RequestedFile: Hashable, Sendable {
  package let path: String
  package let place: Place

  /// What is said when it is not there.
  var missing: String { "there is no file '\(path)' beside the notebook" }

  init(path: String, place: Place) {
    self.path = path
    self.place = place
  }

  /// Reads a relative path that stays below the notebook's folder or beside it; nil after reporting otherwise.
  init?(_ node: SpecNode, _ problems: Problems) {
    guard let path = String.read(node, problems) else { return nil }
    guard !path.isEmpty, !path.hasPrefix("/"), !path.contains("://") else {
      problems.report(node.place, "'\(path)' is no file beside the notebook; write a relative path")
      return nil
    }
    self.init(path: path, place: node.place)
  }
}
