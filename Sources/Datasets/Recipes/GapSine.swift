import CKernels
import Randomness
import Specifications

/// A sine with noise whose training examples leave a gap, where a model should be unsure; the test covers the gap.
package struct GapSine: DatasetRecipe {
  /// x lies between −reach and reach.
  package var reach = 2.0
  /// No training example has |x| below this.
  package var gap = 0.7
  /// Standard deviation of the noise.
  package var noise = 0.1

  /// Makes the set with all parameters at their default.
  package init() {}
}

extension GapSine {
  static let name = "gap-sine"
  static let summary = "A noisy sine without training examples around 0; test examples cover the gap."
  static let formula = "y = sin(3 x) + N(0, σ²), gap ≤ |x| ≤ reach in training, |x| ≤ reach in the test"
  static let origin = "after Gal, Ghahramani 2016, section 5.1"
  static let example = "gap-sine: { gap: 1, noise: 0.2 }"

  static func read(_ map: inout MapReader) -> GapSine? {
    var recipe = GapSine()
    let reach = map.optional("reach", default: recipe.reach, in: .positive)
    let gap = map.optional("gap", default: recipe.gap, in: .notNegative)
    let noise = map.optional("noise", default: recipe.noise, in: .notNegative)
    guard let reach, let gap, let noise else { return nil }
    guard gap < reach else {
      map.problems.report(
        map.place(of: map.has("gap") ? "gap" : "reach"),
        "gap is '\(gap.shortestDecimal)', allowed is less than the reach of \(reach.shortestDecimal)")
      return nil
    }
    recipe.reach = reach
    recipe.gap = gap
    recipe.noise = noise
    return recipe
  }

  private var entries: [(String, SpecNode)] {
    [("reach", reach.node), ("gap", gap.node), ("noise", noise.node)]
  }
  var parameters: [(String, SpecNode)] { Self.changed(entries, from: GapSine().entries) }
  var shape: ExampleShape { ExampleShape(height: 1, width: 1) }
  var targets: TargetShape { .numbers(1) }
  var sizes: (training: Int, test: Int) { (5_000, 2_000) }
  func lowestLoss(_ plan: RandomPlan) -> Double? { noise * noise }

  func draw(_ drawing: Drawing) -> StoredExamples {
    let chance = drawing.chance(Self.name)
    let least = drawing.isTest ? 0 : gap
    var (numbers, answers): ([Float], [Float]) = ([], [])
    for example in drawing.examples {
      let uniforms = chance.uniforms(2, example: example)
      let distance = least + (reach - least) * uniforms[0]
      let x = uniforms[1] < 0.5 ? -distance : distance
      numbers.append(Float(x))
      answers.append(Float(dl_sin(3 * x) + noise * chance.normal(unit: 0, example: example, step: 1)))
    }
    return StoredExamples(shape: shape, features: .numbers(numbers), targets: .numbers(answers, outputs: 1))
  }
}
