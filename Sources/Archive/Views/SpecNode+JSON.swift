import Specifications

extension SpecNode {
  /// The tree as JSON for SQL's functions: numbers and truth values stand as they are, every other word is a text.
  var json: String {
    switch content {
    case .scalar("", quoted: false): "null"
    case .scalar(let word, let quoted):
      !quoted && (Self.isNumber(word) || word == "true" || word == "false") ? word : Self.quote(word)
    case .list(let items): "[" + items.map(\.json).joined(separator: ",") + "]"
    case .map(let entries):
      "{" + entries.map { Self.quote($0.key) + ":" + $0.value.json }.joined(separator: ",") + "}"
    }
  }

  private static func isNumber(_ word: String) -> Bool {
    word.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil
  }
}
