import CKernels
import Randomness
import Specifications

/// Linear regression with correlated features of very different scales, few of which matter.
package struct LinearRegression: DatasetRecipe {
  /// Features.
  package var features = 20
  /// Correlation ρ of neighbouring features; features i and j correlate by ρ^|i − j|.
  package var correlation = 0.5
  /// Bounds of the log-uniform standard deviations of the features.
  package var scales = [0.1, 10]
  /// Features with a coefficient that is not 0.
  package var relevant = 5
  /// Which features have a coefficient that is not 0.
  package var relevance = Relevance.random
  /// Variance of the signal (1) over that of the noise.
  package var signalToNoise = 2.0

  /// Makes the set with all parameters at their default.
  package init() {}

  /// Which features matter.
  package enum Relevance: String, CaseIterable, Hashable, Sendable {
    case random, large, small
  }
}

extension LinearRegression.Relevance: Chosen {
  package static var noun: String { "relevance" }
  package static var choices: [Choice<LinearRegression.Relevance>] {
    [
      Choice("random", .random, "Features of any scale matter."),
      Choice("large", .large, "The features of the largest scales matter."),
      Choice("small", .small, "The features of the smallest scales matter."),
    ]
  }
}

// MARK: - YAML

extension LinearRegression {
  static let name = "linear-regression"
  static let summary = "Linear regression with AR(ρ) features, log-uniform scales and sparse coefficients."
  static let formula = "y = Σ β_j a_j + noise, x_j = s_j a_j, corr(a_i, a_j) = ρ^|i−j|, Var(Σ β a) = 1"
  static let origin = "made by this program"
  static let example = "linear-regression: { correlation: 0.9, relevance: large }"

  static func read(_ map: inout MapReader) -> LinearRegression? {
    var recipe = LinearRegression()
    let features = map.optional("features", default: recipe.features, in: .count(from: 1))
    let correlation = map.optional("correlation", default: recipe.correlation, in: .insideOne)
    let scales = map.optional(
      "scales", default: recipe.scales,
      in: Bounds<[Double]>("two numbers above 0, the smaller first") { (scales: [Double]) -> Bool in
        scales.count == 2 && scales[0] > 0 && scales[0] <= scales[1]
      })
    let relevant = map.optional("relevant", default: min(recipe.relevant, features ?? 1), in: .count(from: 1))
    let relevance = map.optional("relevance", default: recipe.relevance)
    let ratio = map.optional("signalToNoise", default: recipe.signalToNoise, in: .positive)
    guard let features, let correlation, let scales, let relevant, let relevance, let ratio else { return nil }
    guard relevant <= features else {
      map.problems.report(
        map.place(of: "relevant"), "relevant is '\(relevant)', allowed is at most the \(features) features")
      return nil
    }
    recipe.features = features
    recipe.correlation = correlation
    recipe.scales = scales
    recipe.relevant = relevant
    recipe.relevance = relevance
    recipe.signalToNoise = ratio
    return recipe
  }

  private var entries: [(String, SpecNode)] {
    [
      ("features", features.node), ("correlation", correlation.node), ("scales", scales.node),
      ("relevant", relevant.node), ("relevance", relevance.node), ("signalToNoise", signalToNoise.node),
    ]
  }
  var parameters: [(String, SpecNode)] {
    var plain = LinearRegression()
    plain.relevant = min(plain.relevant, features)
    return Self.changed(entries, from: plain.entries)
  }
}

// MARK: - Examples

extension LinearRegression {
  var shape: ExampleShape { ExampleShape(height: 1, width: features) }
  var targets: TargetShape { .numbers(1) }
  func lowestLoss(_ plan: RandomPlan) -> Double? { 1 / signalToNoise }

  /// The standard deviation of each feature.
  func deviations(_ plan: RandomPlan) -> [Double] {
    let (low, high) = (dl_log(scales[0]), dl_log(scales[1]))
    return truth(plan).uniforms(features).map { dl_exp(low + (high - low) * $0) }
  }

  /// The coefficients β of the features divided by their deviations, such that the signal has variance 1.
  func coefficients(_ plan: RandomPlan) -> [Double] {
    let stream = truth(plan)
    let places = relevantFeatures(plan)
    let drawn = stream.normals(features, step: 1)
    let raw = (0..<features).map { places.contains($0) ? drawn[$0] : 0 }
    let powers = powers
    var variance = 0.0
    for i in 0..<features {
      for j in 0..<features { variance += raw[i] * raw[j] * powers[abs(i - j)] }
    }
    return raw.map { $0 / variance.squareRoot() }
  }

  /// ρ to the powers 0 …, one per feature.
  private var powers: [Double] {
    var powers = [1.0]
    while powers.count < features { powers.append(powers[powers.count - 1] * correlation) }
    return powers
  }

  private func relevantFeatures(_ plan: RandomPlan) -> [Int] {
    var random = truth(plan).generator(step: 2)
    let order = random.choose(features, below: features)
    let scales = deviations(plan)
    switch relevance {
    case .random: return Array(order.prefix(relevant))
    case .large: return Array(order.sorted { scales[$0] > scales[$1] }.prefix(relevant))
    case .small: return Array(order.sorted { scales[$0] < scales[$1] }.prefix(relevant))
    }
  }

  func draw(_ drawing: Drawing) -> StoredExamples {
    let chance = drawing.chance(Self.name)
    let (scales, coefficients) = (deviations(drawing.plan), coefficients(drawing.plan))
    let fresh = (1 - correlation * correlation).squareRoot()
    let noise = (1 / signalToNoise).squareRoot()
    var (numbers, answers): ([Float], [Float]) = ([], [])
    for example in drawing.examples {
      let z = chance.normals(features + 1, example: example)
      var (last, signal) = (z[0], 0.0)
      for j in 0..<features {
        if j > 0 { last = correlation * last + fresh * z[j] }
        numbers.append(Float(scales[j] * last))
        signal += coefficients[j] * last
      }
      answers.append(Float(signal + noise * z[features]))
    }
    return StoredExamples(shape: shape, features: .numbers(numbers), targets: .numbers(answers, outputs: 1))
  }
}

extension Bounds where Value == Double {
  /// Correlations that leave something free.
  static var insideOne: Bounds { Bounds("a number above −1, below 1") { $0 > -1 && $0 < 1 } }
}
