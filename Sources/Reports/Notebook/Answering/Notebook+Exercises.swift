import Specifications

extension Notebook {
  /// The exercise of an id; throws which there are.
  package func exercise(_ id: String) throws(UnknownExercise) -> ExerciseCell {
    let all = cells.compactMap { cell -> ExerciseCell? in
      if case .exercise(let exercise) = cell.content { exercise } else { nil }
    }
    guard let found = all.first(where: { $0.id == id }) else {
      throw UnknownExercise(file: file, id: id, known: all.map(\.id))
    }
    return found
  }
}

/// There is no exercise of an id.
package struct UnknownExercise: Error, Hashable, Sendable, CustomStringConvertible {
  let file: String
  let id: String
  let known: [String]

  package var description: String {
    "\(file): " + MapReader.unknown("exercise", id, of: "the notebook", allowed: known)
  }
}

extension ExerciseCell {
  /// Grades an answer as a person wrote it.
  package func grade(_ answer: String) -> Grade {
    switch key {
    case .number(let value, let tolerance):
      Grade.check(answer: answer, expected: value.shortestDecimal, tolerance: tolerance, kind: .number)
    case .choice(let letter, let choices): Self.grade(answer, letter: letter, among: choices.count)
    case .text(let text): Grade.check(answer: answer, expected: text, tolerance: 0, kind: .text)
    }
  }

  /// A letter that names no choice is a slip, not a wrong answer.
  private static func grade(_ answer: String, letter: String, among count: Int) -> Grade {
    let letters = (0..<count).map(self.letter)
    let isKnown = letters.contains { Grade.check(answer: answer, expected: $0, tolerance: 0, kind: .choice).isRight }
    guard isKnown else { return .unreadable("the choices are \(letters.joined(separator: ", "))") }
    return Grade.check(answer: answer, expected: letter, tolerance: 0, kind: .choice)
  }
}
