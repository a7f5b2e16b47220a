import Files
import Specifications

/// An exercise that `check-answer` can grade.
package struct ExerciseCell: Hashable, Sendable {
  package let id: String
  package let key: Key
  let task: MarkedText
  let workedAnswer: MarkedText

  /// What counts as right.
  package enum Key: Hashable, Sendable {
    case number(Double, tolerance: Double)
    /// The letter of the right choice among so many.
    case choice(String, of: [MarkedText])
    case text(String)
  }

  enum Kind: String, CaseIterable, Hashable, Sendable {
    case number, choice, text
  }

  static func read(_ cell: inout CellReader) -> ExerciseCell? {
    let id = cell.map.required("id", String.self, in: .slug)
    let kind = cell.word("kind", default: Kind.number)
    let draws = draws(&cell, id: id ?? "")
    let names = cell.scanner.names.adding(draws: draws)
    let key = kind.flatMap { self.key(&cell, $0, names: names) }
    let halves = cell.halves(of: "the task", and: "the worked answer", names: names)
    guard let id, let key, let halves else { return nil }
    return ExerciseCell(id: id, key: key, task: halves.0, workedAnswer: halves.1)
  }

  // MARK: Numbers of a student

  /// For each name of `draw` the value that the parameter `student` chooses.
  private static func draws(_ cell: inout CellReader, id: String) -> [(name: String, value: String)] {
    guard let node = cell.map.take("draw") else { return [] }
    guard case .map(let entries) = node.content else {
      cell.problems.report(node.place, "expected a map of name: [values], found \(node.kind)")
      return []
    }
    let student = cell.scanner.names.parameter("student") ?? "0"
    return entries.compactMap { entry in
      guard let values = [Double].read(entry.value, cell.problems), !values.isEmpty else { return nil }
      let index = choice(of: values.count, key: "\(student)/\(id)/\(entry.key)", isFirst: student == "0")
      return (entry.key, values[index].shortestDecimal)
    }
  }

  /// A number below `count` that follows from the key alone.
  static func choice(of count: Int, key: String, isFirst: Bool) -> Int {
    guard !isFirst else { return 0 }
    let digest = SHA256.digest(of: Array(key.utf8)).hex
    return Int(UInt64(digest.prefix(12), radix: 16) ?? 0) % count
  }

  // MARK: The right answer

  private static func key(_ cell: inout CellReader, _ kind: Kind, names: NotebookNames) -> Key? {
    guard let node = cell.map.take("answer"), let written = String.read(node, cell.problems) else {
      cell.problems.report(cell.raw.place, "the exercise cell lacks the key 'answer'")
      return nil
    }
    let place = node.place
    let answer = names.filling(written, at: place, cell.problems, asFactors: kind == .number)
    switch kind {
    case .number: return number(answer, &cell, names: names, at: place)
    case .text: return .text(answer)
    case .choice: return choice(answer, &cell, at: place)
    }
  }

  /// An answer of 0 that was computed may be off by its rounding.
  private static let leastTolerance = 1e-9

  private static func number(
    _ answer: String, _ cell: inout CellReader, names: NotebookNames, at place: Place
  ) -> Key? {
    let tolerance = cell.map.ifPresent("tolerance", Double.self, in: .notNegative)
    do {
      let value = try ArithmeticExpression.value(of: answer, names: names)
      return tolerance.map { .number(value, tolerance: $0 ?? max(0.005 * value.magnitude, leastTolerance)) }
    } catch {
      cell.problems.report(place, "the answer '\(answer)' cannot be computed: \(error.message)")
      return nil
    }
  }

  private static func choice(_ answer: String, _ cell: inout CellReader, at place: Place) -> Key? {
    guard let choices = cell.map.required("choices", [String].self) else { return nil }
    let letters = (0..<min(choices.count, 26)).map(letter)
    guard letters.contains(answer) else {
      cell.problems.report(place, "the answer is '\(answer)', allowed is one of \(letters.joined(separator: ", "))")
      return nil
    }
    let choicesPlace = cell.map.place(of: "choices")
    return .choice(answer, of: choices.map { cell.scanner.scan($0, at: choicesPlace) })
  }

  /// The letter of a choice.
  static func letter(_ index: Int) -> String {
    Unicode.Scalar(UInt32(97 + index)).map { String(Character($0)) } ?? "?"
  }
}
