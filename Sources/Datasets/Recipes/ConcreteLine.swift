import Randomness
import Specifications

/// A line with normal noise, on which learned rates must fall as examples grow many.
package struct ConcreteLine: DatasetRecipe {
  /// Change of y per x.
  package var slope = 2.0
  /// Value of y at x = 0.
  package var intercept = 8.0
  /// Standard deviation of the noise.
  package var noise = 1.0

  /// Makes the set with all parameters at their default.
  package init() {}
}

extension ConcreteLine {
  static let name = "concrete-line"
  static let summary = "One normal feature, a line and normal noise."
  static let formula = "y = 2 x + 8 + N(0, 1), x ~ N(0, 1)"
  static let origin = "Gal, Hron, Kendall 2017, section 4.1"
  static let example = "concrete-line: { noise: 0.5 }"

  static func read(_ map: inout MapReader) -> ConcreteLine? {
    var recipe = ConcreteLine()
    let slope = map.optional("slope", default: recipe.slope)
    let intercept = map.optional("intercept", default: recipe.intercept)
    let noise = map.optional("noise", default: recipe.noise, in: .notNegative)
    guard let slope, let intercept, let noise else { return nil }
    recipe.slope = slope
    recipe.intercept = intercept
    recipe.noise = noise
    return recipe
  }

  private var entries: [(String, SpecNode)] {
    [("slope", slope.node), ("intercept", intercept.node), ("noise", noise.node)]
  }
  var parameters: [(String, SpecNode)] { Self.changed(entries, from: ConcreteLine().entries) }
  var shape: ExampleShape { ExampleShape(height: 1, width: 1) }
  var targets: TargetShape { .numbers(1) }
  var sizes: (training: Int, test: Int) { (20_000, 2_000) }
  func lowestLoss(_ plan: RandomPlan) -> Double? { noise * noise }

  func draw(_ drawing: Drawing) -> StoredExamples {
    let chance = drawing.chance(Self.name)
    var (numbers, answers): ([Float], [Float]) = ([], [])
    for example in drawing.examples {
      let z = chance.normals(2, example: example)
      numbers.append(Float(z[0]))
      answers.append(Float(slope * z[0] + intercept + noise * z[1]))
    }
    return StoredExamples(shape: shape, features: .numbers(numbers), targets: .numbers(answers, outputs: 1))
  }
}
