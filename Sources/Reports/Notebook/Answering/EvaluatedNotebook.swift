import Foundation
import Plotting
import Specifications

/// A notebook with everything in place: outputs of cells, texts of values, numbers; any kind of document is made of it.
package struct EvaluatedNotebook: Sendable {
  let bound: BoundNotebook
  let answers: NotebookAnswers
  /// By the index of the cell.
  let outputs: [CellOutput]
  /// Values by the index of their mark.
  let values: [Int: EvaluatedValue]
  let numbering: NotebookNumbering
  /// Everything that failed by itself, in the order of the text.
  package let failures: [Problem]
  /// How many parts failed only because an experiment did.
  let consequences: Int

  var notebook: Notebook { bound.notebook }

  /// Puts the answers into the notebook; nothing is computed but tables, figures and numbers of what was answered.
  ///
  /// Pictures are kept in a folder where one is given; they have the same bytes with and without it.
  package init(_ bound: BoundNotebook, answers: NotebookAnswers, keepingPicturesIn folder: URL? = nil) throws {
    let shelf = try folder.map { try PictureShelf(folder: $0) }
    self.bound = bound
    self.answers = answers
    let notebook = bound.notebook
    // Figures take most of the time: they are drawn on all cores.
    outputs = try Concurrently.map(notebook.cells.count) { index in
      Result {
        do {
          return try CellEvaluation(bound: bound, answers: answers, index: index, shelf: shelf).output
        } catch let failure as CellFailure {
          return CellOutput(blocks: [.failure(failure)], origin: nil)
        }
      }
    }.map { try $0.get() }
    var values: [Int: EvaluatedValue] = [:]
    for (index, placed) in notebook.marks.enumerated() {
      guard case .value(let value) = placed.mark else { continue }
      values[index] = ValueEvaluation(bound: bound, answers: answers, place: placed.place).evaluate(value)
    }
    self.values = values
    numbering = NotebookNumbering(notebook, outputs: outputs)
    let failed = Self.failed(notebook, outputs, values)
    failures = failed.filter { !$0.isConsequence }.flatMap(\.problems)
    consequences = failed.count(where: \.isConsequence)
  }

  private static func failed(
    _ notebook: Notebook, _ outputs: [CellOutput], _ values: [Int: EvaluatedValue]
  ) -> [CellFailure] {
    notebook.marks.enumerated().flatMap { index, placed -> [CellFailure] in
      switch placed.mark {
      case .cell(let cell):
        outputs[cell].blocks.compactMap { block in
          if case .failure(let failure) = block { failure } else { nil }
        }
      case .value:
        if case .failed(let failure) = values[index] { [failure] } else { [] }
      case .math, .reference, .citation, .heading: []
      }
    }
  }
}

/// The text of an inline value with what a reader can learn about it, or why there is none.
enum EvaluatedValue: Hashable, Sendable {
  case given(ValueText)
  case failed(CellFailure)
}

/// An inline value as it is shown.
struct ValueText: Hashable, Sendable {
  let text: String
  /// Interval and n in words.
  var detail: String?
  /// The experiment whose trials stand behind it.
  var experiment: String?
}
