import Randomness
import Specifications

/// Regression on the output of a fixed random network with one hidden layer of ReLU, with noise.
package struct TeacherStudent: DatasetRecipe {
  /// Features.
  package var inputs = 20
  /// Hidden units of the teacher.
  package var hidden = 20
  /// Standard deviation of the noise on the target.
  package var noise = 0.5

  /// Makes the set with all parameters at their default.
  package init() {}
}

extension TeacherStudent {
  static let name = "teacher-student"
  static let summary = "Normal features; the target is a fixed random ReLU network's output with noise."
  static let formula = "y = Σ_h v_h relu(u_h · x) + N(0, σ²), u ~ N(0, 1 / inputs), v ~ N(0, 2 / hidden)"
  static let origin = "made by this program"
  static let example = "teacher-student: { hidden: 10, noise: 0.2 }"

  private static let mostWeights = 100_000_000

  static func read(_ map: inout MapReader) -> TeacherStudent? {
    var recipe = TeacherStudent()
    let inputs = map.optional("inputs", default: recipe.inputs, in: .count(from: 1))
    let hidden = map.optional("hidden", default: recipe.hidden, in: .count(from: 1))
    let noise = map.optional("noise", default: recipe.noise, in: .notNegative)
    guard let inputs, let hidden, let noise else { return nil }
    guard hidden * inputs <= mostWeights else {
      map.problems.report(
        map.place(of: map.has("hidden") ? "hidden" : "inputs"),
        "the teacher would have \(hidden) × \(inputs) weights, allowed are at most \(mostWeights)")
      return nil
    }
    recipe.inputs = inputs
    recipe.hidden = hidden
    recipe.noise = noise
    return recipe
  }

  private var entries: [(String, SpecNode)] {
    [("inputs", inputs.node), ("hidden", hidden.node), ("noise", noise.node)]
  }
  var parameters: [(String, SpecNode)] { Self.changed(entries, from: TeacherStudent().entries) }
  var shape: ExampleShape { ExampleShape(height: 1, width: inputs) }
  var targets: TargetShape { .numbers(1) }
  func lowestLoss(_ plan: RandomPlan) -> Double? { noise * noise }

  /// The weights of the teacher, first [hidden][inputs], then [hidden].
  func teacher(_ plan: RandomPlan) -> (first: [Double], second: [Double]) {
    let stream = truth(plan)
    return (
      stream.normals(hidden * inputs).map { $0 / Double(inputs).squareRoot() },
      stream.normals(hidden, step: 1).map { $0 * (2 / Double(hidden)).squareRoot() }
    )
  }

  func draw(_ drawing: Drawing) -> StoredExamples {
    let chance = drawing.chance(Self.name)
    let (first, second) = teacher(drawing.plan)
    var (numbers, answers): ([Float], [Float]) = ([], [])
    for example in drawing.examples {
      let x = chance.normals(inputs, example: example)
      var answer = noise * chance.normal(unit: 0, example: example, step: 1)
      first.withUnsafeBufferPointer { first in
        for unit in 0..<hidden {
          var sum = 0.0
          for j in 0..<inputs { sum += first[unit * inputs + j] * x[j] }
          answer += second[unit] * max(sum, 0)
        }
      }
      numbers += x.map { Float($0) }
      answers.append(Float(answer))
    }
    return StoredExamples(shape: shape, features: .numbers(numbers), targets: .numbers(answers, outputs: 1))
  }
}
