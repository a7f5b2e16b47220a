import ArgumentParser
import Reports
import Specifications

/// Grades an answer to an exercise of a notebook.
struct CheckAnswerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-answer", abstract: "Grade an answer to an exercise of a notebook.",
    discussion: """
      EXAMPLES:
        dropout-lab check-answer experiments/tour.md variance 0.25
        dropout-lab check-answer experiments/tour.md variance 1/4 student=7

      Numbers are written like 0.5, 1/2, 50 % or 5e-1; choices are a letter. With student=NUMBER, the numbers of that \
      student. Exit codes: 0 right, 3 wrong or unreadable, 65 bad notebook, 66 no such exercise or file.
      """)

  @Argument(help: "A notebook.", completion: .file(extensions: ["md"]))
  var file: String

  @Argument(help: "The id of the exercise.")
  var exercise: String

  @Argument(parsing: .allUnrecognized, help: "The answer, then parameters such as student=7.")
  var answer: [String]

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    try await Failure.reported {
      let bound = try NotebookSession.read(file, parameters: Array(answer.dropFirst()))
      let grade = try bound.notebook.exercise(exercise).grade(answer.first ?? "")
      Output.print(json ? Self.json(grade).text : Self.words(grade))
      if !grade.isRight { throw Ending.checkFailed.code }
    }
  }

  private static func words(_ grade: Grade) -> String {
    switch grade {
    case .right: "right"
    case .wrong(let hint): "wrong: \(hint)"
    case .unreadable(let why): "not readable: \(why)"
    }
  }

  private static func json(_ grade: Grade) -> JSONValue {
    let (word, hint): (String, String) =
      switch grade {
      case .right: ("right", "")
      case .wrong(let hint): ("wrong", hint)
      case .unreadable(let why): ("unreadable", why)
      }
    return .object([("schema", .number(1)), ("grade", .text(word)), ("hint", hint.isEmpty ? .null : .text(hint))])
  }
}
