import Randomness
import Specifications

/// A set of examples whose law is known, described by a few parameters and made from the seed.
protocol DatasetRecipe: Hashable, Sendable {
  /// The word in YAML.
  static var name: String { get }
  /// One sentence, at most 150 characters.
  static var summary: String { get }
  static var formula: String { get }
  /// Paper, or who made it.
  static var origin: String { get }
  /// The set with parameters as it is written in YAML, in one line.
  static var example: String { get }
  /// Reads the parameters; nil after reporting a problem.
  static func read(_ map: inout MapReader) -> Self?
  /// The set with all parameters at their default.
  init()

  /// The parameters that are not at their default.
  var parameters: [(String, SpecNode)] { get }
  var shape: ExampleShape { get }
  var targets: TargetShape { get }
  var featureKind: StoredFeatures.Kind { get }
  /// Examples for training and validation, and for testing.
  var sizes: (training: Int, test: Int) { get }
  /// Makes some examples.
  func draw(_ drawing: Drawing) -> StoredExamples
  /// The lowest mean loss that any answer can reach; see `LoadedDataset`.
  func lowestLoss(_ plan: RandomPlan) -> Double?
}

extension DatasetRecipe {
  var featureKind: StoredFeatures.Kind { .numbers }
  var sizes: (training: Int, test: Int) { (10_000, 10_000) }
  func lowestLoss(_ plan: RandomPlan) -> Double? { nil }

  /// The streams of the laws that all examples share: coefficients, teachers, transitions.
  func truth(_ plan: RandomPlan) -> RandomStream { plan.dataset("truth: \(Self.name)") }

  /// Parameters that differ from those of the plain set.
  static func changed(_ entries: [(String, SpecNode)], from plain: [(String, SpecNode)]) -> [(String, SpecNode)] {
    zip(entries, plain).filter { $0.0.1 != $0.1.1 }.map(\.0)
  }
}

extension DatasetRecipe {
  /// What is too large about the set, in words; nil where it can be made.
  var excess: String? {
    let examples = sizes.training + sizes.test
    let most = GeneratedDataset.mostNumbers
    guard shape.features > most / examples else { return nil }
    return "\(Self.name) would make \(examples) examples of \(shape.features) numbers each, allowed are at most "
      + "\(most) numbers in all"
  }
}

extension Bounds where Value == Int {
  /// Features, units, steps and the like of a set that is made.
  static func count(from least: Int) -> Bounds {
    Bounds("a whole number from \(least) to 1000000") { (least...1_000_000).contains($0) }
  }
}

/// Which examples of a recipe are asked for: positions in the data set, those of the test after those of training.
struct Drawing {
  let plan: RandomPlan
  let examples: Range<Int>
  let isTest: Bool

  /// The stream that makes examples; its example is the position in the data set.
  func chance(_ name: String) -> RandomStream { plan.dataset("synthesis: \(name)") }
}
