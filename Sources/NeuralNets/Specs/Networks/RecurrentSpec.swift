import Specifications

/// Recurrent layers over a sequence and a linear layer on the state of the last step, or of every step.
///
/// An image is read row by row: its height gives the steps, width × channels the inputs of a step. Symbols become
/// learned vectors first. It answers after every step where the targets ask for that: a language model.
package struct RecurrentSpec: Hashable, Sendable {
  package var cell: RecurrentCell
  package var units: Int
  /// Layers on top of each other.
  package var layers: Int
  /// What the forget gate's bias starts from.
  package var forgetBias: Double
  /// Width of the vectors that stand for symbols; nil where the data are numbers.
  package var embedding: Int?
  package var initialization: Initialization

  package init(
    cell: RecurrentCell, units: Int, layers: Int = 1, forgetBias: Double = 0, embedding: Int? = nil,
    initialization: Initialization = .glorot
  ) {
    self.cell = cell
    self.units = units
    self.layers = layers
    self.forgetBias = forgetBias
    self.embedding = embedding
    self.initialization = initialization
  }
}

extension RecurrentSpec {
  static let lstm = choice(
    .lstm, "Long short-term memory over the rows of an image, a sequence, or symbols with `embedding`.",
    formula: "c = f ⊙ c′ + i ⊙ g, h = o ⊙ tanh c, gates of W x + U h′ + b",
    source: "Hochreiter & Schmidhuber 1997; Gers et al. 2000")
  static let gru = choice(
    .gru, "Gated recurrent units over the rows of an image, a sequence, or symbols with `embedding`.",
    formula: "h = z ⊙ h′ + (1 − z) ⊙ tanh(W x + b + r ⊙ (U h′ + b′))", source: "Cho et al. 2014")

  private static func choice(_ cell: RecurrentCell, _ summary: String, formula: String, source: String)
    -> Choice<NetworkSpec>
  {
    Choice(
      cell.rawValue, summary, formula: formula, source: source, example: "{ \(cell.rawValue): { units: 128 } }",
      read: { map in
        let units = map.required("units", Int.self, in: .size)
        let layers = map.optional("layers", default: 1, in: Bounds("a whole number from 1 to 16") { (1...16) ~= $0 })
        let forgetBias = cell == .lstm ? map.optional("forgetBias", default: 0.0) : 0
        let embedding = map.ifPresent("embedding", Int.self, in: .size)
        let initialization = map.optional("initialization", default: Initialization.glorot)
        guard let units, let layers, let forgetBias, let embedding, let initialization else { return nil }
        return .recurrent(
          RecurrentSpec(
            cell: cell, units: units, layers: layers, forgetBias: forgetBias, embedding: embedding,
            initialization: initialization))
      },
      write: { network in
        guard case .recurrent(let spec) = network, spec.cell == cell else { return nil }
        var parameters = [("units", spec.units.node)]
        if spec.layers != 1 { parameters.append(("layers", spec.layers.node)) }
        if spec.forgetBias != 0 { parameters.append(("forgetBias", spec.forgetBias.node)) }
        if let embedding = spec.embedding { parameters.append(("embedding", embedding.node)) }
        if spec.initialization != .glorot { parameters.append(("initialization", spec.initialization.node)) }
        return parameters
      })
  }
}
