import CKernels
import Randomness
import Specifications

/// Symbols that depend on the two before them, cut into sequences; each step's target is the next symbol.
///
/// p(c | a, b) is a softmax of sharpness · N(0, 1), drawn once per seed. Training and test are two walks of the chain.
/// With 50 steps, 400 training sequences are 20 000 symbols, few enough to be learned by heart.
package struct MarkovLanguage: DatasetRecipe {
  /// Symbols V of the language.
  package var symbols = 32
  /// Length of a sequence.
  package var steps = 50
  /// Deviation of the log weights: 0 gives noise, large values a nearly fixed successor.
  package var sharpness = 2.0

  /// Makes the set with all parameters at their default.
  package init() {}
}

extension MarkovLanguage {
  static let name = "markov-language"
  static let summary =
    "A language whose next symbol depends on the last two; its entropy rate is a floor of perplexity."
  static let formula = "p(c | a, b) = softmax_c(σ z_abc); floor exp(H), H = −Σ π(a, b) p log p"
  static let origin = "made by this program"
  static let example = "markov-language: { symbols: 16, steps: 25 }"

  static func read(_ map: inout MapReader) -> MarkovLanguage? {
    var recipe = MarkovLanguage()
    let symbols = map.optional(
      "symbols", default: recipe.symbols, in: Bounds("a whole number from 2 to 64") { (2...64).contains($0) })
    let steps = map.optional("steps", default: recipe.steps, in: .count(from: 2))
    let sharpness = map.optional(
      "sharpness", default: recipe.sharpness, in: Bounds("a number from 0 to 100") { $0 >= 0 && $0 <= 100 })
    guard let symbols, let steps, let sharpness else { return nil }
    recipe.symbols = symbols
    recipe.steps = steps
    recipe.sharpness = sharpness
    return recipe
  }

  private var entries: [(String, SpecNode)] {
    [("symbols", symbols.node), ("steps", steps.node), ("sharpness", sharpness.node)]
  }
  var parameters: [(String, SpecNode)] { Self.changed(entries, from: MarkovLanguage().entries) }
  var shape: ExampleShape { .sequence(steps: steps, channels: 1) }
  var targets: TargetShape { .symbols(symbols, steps: steps) }
  var featureKind: StoredFeatures.Kind { .symbols }
  var sizes: (training: Int, test: Int) { (2_000, 1_000) }
  func lowestLoss(_ plan: RandomPlan) -> Double? { source(plan).entropyRate }

  func source(_ plan: RandomPlan) -> MarkovSource {
    MarkovSource(symbols: symbols, sharpness: sharpness, stream: truth(plan))
  }

  /// Walks the chain; sequence n holds the symbols n · steps … and its targets lie one symbol further.
  func draw(_ drawing: Drawing) -> StoredExamples {
    let chance = drawing.chance(Self.name)
    let count = drawing.examples.count * steps
    let warming = 100
    let walk = source(drawing.plan).walk(
      chance.uniforms(count + 1 + warming, example: drawing.isTest ? 1 : 0))
    let symbols = Array(walk.dropFirst(warming))
    return StoredExamples(
      shape: shape, features: .symbols(Array(symbols.prefix(count))),
      targets: .symbols(Array(symbols.dropFirst()), steps: steps))
  }
}

/// The law of the language: the probability of every symbol after every pair.
struct MarkovSource {
  let symbols: Int
  /// `[(a · symbols + b) · symbols + c]`.
  let probabilities: [Double]

  init(symbols: Int, sharpness: Double, stream: RandomStream) {
    self.symbols = symbols
    var probabilities: [Double] = []
    for pair in 0..<symbols * symbols {
      let weights = stream.normals(symbols, example: pair).map { dl_exp(sharpness * $0) }
      let total = weights.reduce(0, +)
      probabilities += weights.map { $0 / total }
    }
    self.probabilities = probabilities
  }

  /// Turns uniforms into symbols, starting after the pair (0, 0).
  func walk(_ uniforms: [Double]) -> [UInt8] {
    var (first, second) = (0, 0)
    return uniforms.map { uniform in
      let start = (first * symbols + second) * symbols
      var (next, sum) = (0, probabilities[start])
      while next < symbols - 1, uniform >= sum {
        next += 1
        sum += probabilities[start + next]
      }
      (first, second) = (second, next)
      return UInt8(next)
    }
  }

  /// The share of every pair in the long run, by repeated steps of the chain until it stands still.
  var stationary: [Double] {
    var shares = [Double](repeating: 1 / Double(symbols * symbols), count: symbols * symbols)
    for _ in 0..<10_000 {
      let next = step(shares)
      let moved = zip(shares, next).reduce(0) { $0 + abs($1.0 - $1.1) }
      shares = next
      if moved < 1e-13 { break }
    }
    return shares
  }

  private func step(_ shares: [Double]) -> [Double] {
    var next = [Double](repeating: 0, count: shares.count)
    next.withUnsafeMutableBufferPointer { next in
      probabilities.withUnsafeBufferPointer { probabilities in
        for pair in shares.indices {
          let target = pair % symbols * symbols
          for c in 0..<symbols { next[target + c] += shares[pair] * probabilities[pair * symbols + c] }
        }
      }
    }
    return next
  }

  /// Mean surprise of the next symbol in nats.
  var entropyRate: Double {
    var entropy = 0.0
    for (pair, share) in stationary.enumerated() {
      for p in probabilities[pair * symbols..<(pair + 1) * symbols] where p > 0 { entropy -= share * p * dl_log(p) }
    }
    return entropy
  }
}
