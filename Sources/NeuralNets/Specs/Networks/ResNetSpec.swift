import Specifications

/// A residual network of basic blocks on maps (He et al. 2016), pre-activated (He et al. 2016b) if asked for.
///
/// A 3 × 3 stem, then stages of blocks of two 3 × 3 convolutions; the first block of every stage but the first halves
/// the maps and projects its input; global average and a linear output layer.
package struct ResNetSpec: Hashable, Sendable {
  /// Channels of each stage.
  package var stages: [Int]
  /// Blocks per stage.
  package var blocks: Int
  package var preactivation: Bool
  package var initialization: Initialization

  package init(stages: [Int], blocks: Int, preactivation: Bool = false, initialization: Initialization = .he) {
    self.stages = stages
    self.blocks = blocks
    self.preactivation = preactivation
    self.initialization = initialization
  }
}

extension ResNetSpec {
  static let choice = Choice<NetworkSpec>(
    "resnet", "Residual blocks of two 3 × 3 convolutions with batch normalisation.",
    formula: "x ← a(s(x) + b norm(W₂ ∗ a(norm(W₁ ∗ x)))) per block", source: "He et al. 2016; He et al. 2016b",
    example: "{ resnet: { stages: [16, 32, 64], blocks: 2, preactivation: false } }",
    read: { map in
      let stages = map.required(
        "stages", [Int].self,
        in: Bounds("a list of 1 to 5 whole numbers from 1 to 65536") {
          (1...5).contains($0.count) && $0.allSatisfy { (1...65536).contains($0) }
        })
      let blocks = map.required("blocks", Int.self, in: Bounds("a whole number from 1 to 200") { (1...200) ~= $0 })
      let preactivation = map.optional("preactivation", default: false)
      let initialization = map.optional("initialization", default: Initialization.he)
      guard let stages, let blocks, let preactivation, let initialization else { return nil }
      return .resnet(
        ResNetSpec(stages: stages, blocks: blocks, preactivation: preactivation, initialization: initialization))
    },
    write: { network in
      guard case .resnet(let spec) = network else { return nil }
      var parameters = [("stages", spec.stages.node), ("blocks", spec.blocks.node)]
      if spec.preactivation { parameters.append(("preactivation", spec.preactivation.node)) }
      if spec.initialization != .he { parameters.append(("initialization", spec.initialization.node)) }
      return parameters
    })
}
