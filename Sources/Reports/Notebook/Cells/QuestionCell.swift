import Specifications

/// A question whose answer is folded away.
package struct QuestionCell: Hashable, Sendable {
  let id: String
  let question: MarkedText
  let answer: MarkedText

  static func read(_ cell: inout CellReader) -> QuestionCell? {
    let id = cell.map.required("id", String.self, in: .slug)
    let halves = cell.halves(of: "the question", and: "its answer", names: cell.scanner.names)
    guard let id, let halves else { return nil }
    return QuestionCell(id: id, question: halves.0, answer: halves.1)
  }
}

extension Bounds where Value == String {
  /// Names that go into addresses within a page and onto the command line.
  static var slug: Bounds {
    Bounds("letters, digits and hyphens, at most 64") {
      $0.count <= 64 && $0.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9-]*/) != nil
    }
  }
}
