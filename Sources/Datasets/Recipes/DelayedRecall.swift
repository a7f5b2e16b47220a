import Randomness
import Specifications

/// A symbol shown first must be named after a delay of silence.
///
/// Channel k is 1 at step 0 for symbol k; the last channel is 1 at the last step, which asks for the answer.
package struct DelayedRecall: DatasetRecipe {
  /// Symbols to be told apart: the classes.
  package var symbols = 8
  /// Steps from the symbol to the question.
  package var delay = 20

  /// Makes the set with all parameters at their default.
  package init() {}
}

extension DelayedRecall {
  static let name = "delayed-recall"
  static let summary = "A symbol is shown at the first step and asked for after a delay; time runs down the rows."
  static let formula = "x_0 = e_k, x_1 … x_{T−1} = 0, x_T = e_cue; class k"
  static let origin = "after Hochreiter, Schmidhuber 1997"
  static let example = "delayed-recall: { delay: 50 }"

  static func read(_ map: inout MapReader) -> DelayedRecall? {
    var recipe = DelayedRecall()
    let symbols = map.optional("symbols", default: recipe.symbols, in: .symbols)
    let delay = map.optional("delay", default: recipe.delay, in: .count(from: 1))
    guard let symbols, let delay else { return nil }
    recipe.symbols = symbols
    recipe.delay = delay
    return recipe
  }

  private var entries: [(String, SpecNode)] { [("symbols", symbols.node), ("delay", delay.node)] }
  var parameters: [(String, SpecNode)] { Self.changed(entries, from: DelayedRecall().entries) }
  var shape: ExampleShape { .sequence(steps: delay + 1, channels: symbols + 1) }
  var targets: TargetShape { .classes(symbols) }
  var sizes: (training: Int, test: Int) { (5_000, 2_000) }

  func draw(_ drawing: Drawing) -> StoredExamples {
    let chance = drawing.chance(Self.name)
    let width = shape.features
    var numbers = [Float](repeating: 0, count: drawing.examples.count * width)
    var labels: [UInt8] = []
    for (row, example) in drawing.examples.enumerated() {
      let symbol = Int(chance.uniform(unit: 0, example: example) * Double(symbols))
      labels.append(UInt8(symbol))
      numbers[row * width + symbol] = 1
      numbers[row * width + width - 1] = 1
    }
    return StoredExamples(shape: shape, features: .numbers(numbers), targets: .classes(labels))
  }
}

extension Bounds where Value == Int {
  /// Symbols are stored as bytes.
  static var symbols: Bounds { Bounds("a whole number from 2 to 255") { (2...255).contains($0) } }
}
