import Randomness
import Specifications

/// Two marks, each X or Y, stand somewhere among distractors; their order is the class.
///
/// Channels: X, Y, four distractors, beginning, end; one of them is 1 at each step.
package struct TemporalOrder: DatasetRecipe {
  /// Length T of a sequence.
  package var steps = 50

  /// Makes the set with all parameters at their default.
  package init() {}
}

extension TemporalOrder {
  static let name = "temporal-order"
  static let summary = "Two marks X or Y among distractors, early and in the middle; the class is their order."
  static let formula = "t₁ in [T/10, T/5), t₂ in [T/2, 3T/5); class 2·[Y at t₁] + [Y at t₂]"
  static let origin = "Hochreiter, Schmidhuber 1997, experiment 6a"
  static let example = "temporal-order: { steps: 100 }"

  static func read(_ map: inout MapReader) -> TemporalOrder? {
    var recipe = TemporalOrder()
    guard let steps = map.optional("steps", default: recipe.steps, in: .count(from: 10)) else { return nil }
    recipe.steps = steps
    return recipe
  }

  private var entries: [(String, SpecNode)] { [("steps", steps.node)] }
  var parameters: [(String, SpecNode)] { Self.changed(entries, from: TemporalOrder().entries) }
  var shape: ExampleShape { .sequence(steps: steps, channels: 8) }
  var targets: TargetShape { .classes(4) }
  var sizes: (training: Int, test: Int) { (5_000, 2_000) }

  func draw(_ drawing: Drawing) -> StoredExamples {
    let chance = drawing.chance(Self.name)
    var numbers = [Float](repeating: 0, count: drawing.examples.count * shape.features)
    var labels: [UInt8] = []
    for (row, example) in drawing.examples.enumerated() {
      let choice = chance.uniforms(4, example: example)
      let first = steps / 10 + Int(choice[0] * Double(steps / 5 - steps / 10))
      let second = steps / 2 + Int(choice[1] * Double(3 * steps / 5 - steps / 2))
      let marks = [choice[2] < 0.5 ? 0 : 1, choice[3] < 0.5 ? 0 : 1]
      labels.append(UInt8(2 * marks[0] + marks[1]))
      let distractors = chance.uniforms(steps, example: example, step: 1)
      for step in 0..<steps {
        let channel =
          switch step {
          case first: marks[0]
          case second: marks[1]
          case 0: 6
          case steps - 1: 7
          default: 2 + Int(4 * distractors[step])
          }
        numbers[row * shape.features + step * 8 + channel] = 1
      }
    }
    return StoredExamples(shape: shape, features: .numbers(numbers), targets: .classes(labels))
  }
}
