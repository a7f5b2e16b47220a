import Specifications

/// A residual multilayer perceptron of pre-activation blocks: x + b f(x), f = [norm, a, dense, norm, a, noise, dense].
///
/// A dense stem leads into the width, norm, activation and a dense head out of it. After He et al. 2016 (identity
/// mappings in deep residual networks) with dense layers for convolutions.
package struct ResMLPSpec: Hashable, Sendable {
  package var width: Int
  package var blocks: Int
  package var batchNorm: Bool
  package var activation: Activation
  package var initialization: Initialization

  package init(
    width: Int, blocks: Int, batchNorm: Bool = true, activation: Activation = .relu,
    initialization: Initialization = .he
  ) {
    self.width = width
    self.blocks = blocks
    self.batchNorm = batchNorm
    self.activation = activation
    self.initialization = initialization
  }
}

extension ResMLPSpec {
  static let choice = Choice<NetworkSpec>(
    "resmlp", "A residual multilayer perceptron of pre-activation blocks.",
    formula: "x ← x + b W₂ a(norm(W₁ a(norm(x)))) per block", source: "He et al. 2016b; Huang et al. 2016",
    example: "{ resmlp: { width: 64, blocks: 18, batchNorm: true } }",
    read: { map in
      let width = map.required("width", Int.self, in: .size)
      let blocks = map.required("blocks", Int.self, in: Bounds("a whole number from 1 to 1000") { (1...1000) ~= $0 })
      let batchNorm = map.optional("batchNorm", default: true)
      let activation = map.optional("activation", default: Activation.relu)
      let initialization = map.optional("initialization", default: Initialization.he)
      guard let width, let blocks, let batchNorm, let activation, let initialization else { return nil }
      return .resmlp(
        ResMLPSpec(
          width: width, blocks: blocks, batchNorm: batchNorm, activation: activation, initialization: initialization))
    },
    write: { network in
      guard case .resmlp(let spec) = network else { return nil }
      var parameters = [("width", spec.width.node), ("blocks", spec.blocks.node)]
      if !spec.batchNorm { parameters.append(("batchNorm", spec.batchNorm.node)) }
      if spec.activation != .relu { parameters.append(("activation", spec.activation.node)) }
      if spec.initialization != .he { parameters.append(("initialization", spec.initialization.node)) }
      return parameters
    })
}

extension Bounds where Value == Int {
  /// Units of a layer.
  static let size = Bounds<Int>("a whole number from 1 to 65536") { (1...65536).contains($0) }
}
