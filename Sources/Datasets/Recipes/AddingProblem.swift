import Randomness
import Specifications

/// The sum of the two marked numbers of a sequence, one marked in each half.
///
/// Channel 0 is uniform in [0, 1), channel 1 marks. Answering 1 always has a mean square of 1/6.
package struct AddingProblem: DatasetRecipe {
  /// Length T of a sequence.
  package var steps = 50

  /// Makes the set with all parameters at their default.
  package init() {}
}

extension AddingProblem {
  static let name = "adding"
  static let summary = "The target is the sum of the two marked numbers of a sequence, one in each half."
  static let formula = "y = x_{t₁} + x_{t₂}, t₁ < T/2 ≤ t₂; the constant answer 1 has mean square 1/6"
  static let origin = "after Hochreiter, Schmidhuber 1997, experiment 4"
  static let example = "adding: { steps: 100 }"

  static func read(_ map: inout MapReader) -> AddingProblem? {
    var recipe = AddingProblem()
    guard let steps = map.optional("steps", default: recipe.steps, in: .count(from: 2)) else { return nil }
    recipe.steps = steps
    return recipe
  }

  private var entries: [(String, SpecNode)] { [("steps", steps.node)] }
  var parameters: [(String, SpecNode)] { Self.changed(entries, from: AddingProblem().entries) }
  var shape: ExampleShape { .sequence(steps: steps, channels: 2) }
  var targets: TargetShape { .numbers(1) }
  var sizes: (training: Int, test: Int) { (5_000, 2_000) }
  func lowestLoss(_ plan: RandomPlan) -> Double? { 0 }

  func draw(_ drawing: Drawing) -> StoredExamples {
    let chance = drawing.chance(Self.name)
    var (numbers, answers): ([Float], [Float]) = ([], [])
    for example in drawing.examples {
      let values = chance.uniforms(steps, example: example)
      let places = chance.uniforms(2, example: example, step: 1)
      let half = steps / 2
      let marked = [Int(places[0] * Double(half)), half + Int(places[1] * Double(steps - half))]
      for step in 0..<steps { numbers += [Float(values[step]), marked.contains(step) ? 1 : 0] }
      answers.append(Float(values[marked[0]] + values[marked[1]]))
    }
    return StoredExamples(shape: shape, features: .numbers(numbers), targets: .numbers(answers, outputs: 1))
  }
}
