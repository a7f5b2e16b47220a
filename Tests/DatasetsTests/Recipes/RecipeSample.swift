import Randomness

@testable import Datasets

/// Some examples of a recipe, with the sums that tests hold against its law.
struct RecipeSample {
  static let plan = RandomPlan(seed: 2014)
  let features: [[Double]]
  let numbers: [Double]
  let labels: [UInt8]

  init(_ recipe: some DatasetRecipe, _ count: Int, isTest: Bool = false) {
    let first = isTest ? recipe.sizes.training : 0
    let drawn = recipe.draw(Drawing(plan: Self.plan, examples: first..<first + count, isTest: isTest))
    features = (0..<count).map { drawn.numbers(of: $0).map { Double($0) } }
    labels = drawn.labels
    numbers = if case .numbers(let values, _) = drawn.targets { values.map { Double($0) } } else { [] }
  }

  func column(_ j: Int) -> [Double] { features.map { $0[j] } }

  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
  static func variance(_ values: [Double]) -> Double {
    let mean = mean(values)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
  }
  static func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let (m, n) = (mean(a), mean(b))
    let cross = zip(a, b).reduce(0) { $0 + ($1.0 - m) * ($1.1 - n) } / Double(a.count)
    return cross / (variance(a) * variance(b)).squareRoot()
  }
}
