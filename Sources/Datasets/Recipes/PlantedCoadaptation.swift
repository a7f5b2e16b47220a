import Randomness
import Specifications

/// Fragile pairs of features that are useful only together, beside features that are useful alone.
///
/// `linear`: x = (z + n, n) per pair and z + e alone, target z: the pair is exact and useless when its partner changes.
/// `product`: x = (s u, u) per pair, s = ±1 the class: the sign of the product tells it, neither feature alone does.
package struct PlantedCoadaptation: DatasetRecipe {
  /// What a pair tells when it is read together.
  package var form: Form
  /// Fragile pairs.
  package var pairs: Int
  /// Features that are useful alone.
  package var independents: Int
  /// Variance of what the partner carries: n, or u.
  package var partnerVariance = 4.0
  /// Variance of the noise e of an independent feature.
  package var independentVariance: Double
  /// Whether partners in the test examples are independent copies; training examples stay the same.
  package var broken = false

  package init() { self.init(.linear) }

  /// Makes the set of a form with its other parameters at their default.
  package init(_ form: Form) {
    self.form = form
    switch form {
    case .linear: (pairs, independents, independentVariance) = (1, 1, 0.25)
    case .product: (pairs, independents, independentVariance) = (20, 20, 9)
    }
  }

  /// What a pair tells when it is read together.
  package enum Form: String, CaseIterable, Hashable, Sendable {
    case linear, product
  }
}

extension PlantedCoadaptation.Form: Chosen {
  package static var noun: String { "form" }
  package static var choices: [Choice<PlantedCoadaptation.Form>] {
    [
      Choice(
        "linear", .linear, "The difference of a pair is the target, a real number.", formula: "(z + n) − n = z"),
      Choice("product", .product, "The sign of the product of a pair is the class.", formula: "sign(s u · u) = s"),
    ]
  }
}

// MARK: - YAML

extension PlantedCoadaptation {
  static let name = "planted-coadaptation"
  static let summary = "Pairs of features useful only together beside features useful alone; `broken` changes partners."
  static let formula = "x = (z + n, n, z + e), y = z; or x = (s u, u, s + e), class s = ±1"
  static let origin = "made by this program; closed form in T30"
  static let example = "planted-coadaptation: { form: product, broken: true }"

  static func read(_ map: inout MapReader) -> PlantedCoadaptation? {
    guard let form = map.optional("form", default: Form.linear) else { return nil }
    var recipe = PlantedCoadaptation(form)
    let pairs = map.optional("pairs", default: recipe.pairs, in: .count(from: 1))
    let independents = map.optional("independents", default: recipe.independents, in: .count(from: 0))
    let partner = map.optional("partnerVariance", default: recipe.partnerVariance, in: .positive)
    let independent = map.optional("independentVariance", default: recipe.independentVariance, in: .notNegative)
    let broken = map.optional("broken", default: recipe.broken)
    guard let pairs, let independents, let partner, let independent, let broken else { return nil }
    recipe.pairs = pairs
    recipe.independents = independents
    recipe.partnerVariance = partner
    recipe.independentVariance = independent
    recipe.broken = broken
    return recipe
  }

  private var entries: [(String, SpecNode)] {
    [
      ("pairs", pairs.node), ("independents", independents.node), ("partnerVariance", partnerVariance.node),
      ("independentVariance", independentVariance.node), ("broken", broken.node),
    ]
  }
  var parameters: [(String, SpecNode)] {
    (form == .linear ? [] : [("form", form.node)])
      + Self.changed(entries, from: PlantedCoadaptation(form).entries)
  }
}

// MARK: - Examples

extension PlantedCoadaptation {
  var shape: ExampleShape { ExampleShape(height: 1, width: 2 * pairs + independents) }
  var targets: TargetShape {
    switch form {
    case .linear: .numbers(1)
    case .product: .classes(2)
    }
  }
  func lowestLoss(_ plan: RandomPlan) -> Double? { form == .linear && !broken ? 0 : nil }

  func draw(_ drawing: Drawing) -> StoredExamples {
    let chance = drawing.chance(Self.name)
    let breaks = broken && drawing.isTest
    var numbers: [Float] = []
    var signals: [Double] = []
    for example in drawing.examples {
      let signal = signal(of: example, chance)
      signals.append(signal)
      let own = chance.normals(pairs, example: example, step: 1).map { $0 * partnerVariance.squareRoot() }
      let other = chance.normals(pairs, example: example, step: 2).map { $0 * partnerVariance.squareRoot() }
      for pair in 0..<pairs {
        numbers.append(Float(form == .linear ? signal + own[pair] : signal * own[pair]))
        numbers.append(Float(breaks ? other[pair] : own[pair]))
      }
      for noise in chance.normals(independents, example: example, step: 3) {
        numbers.append(Float(signal + noise * independentVariance.squareRoot()))
      }
    }
    return StoredExamples(shape: shape, features: .numbers(numbers), targets: answers(signals))
  }

  /// z ~ N(0, 1), or s = ±1 with equal probability.
  private func signal(of example: Int, _ chance: RandomStream) -> Double {
    switch form {
    case .linear: chance.normal(unit: 0, example: example)
    case .product: chance.uniform(unit: 0, example: example) < 0.5 ? -1 : 1
    }
  }

  private func answers(_ signals: [Double]) -> Targets {
    switch form {
    case .linear: .numbers(signals.map { Float($0) }, outputs: 1)
    case .product: .classes(signals.map { $0 > 0 ? 1 : 0 })
    }
  }
}
