import Specifications

/// A vision transformer: patches, learned positions, pre-normalised blocks of attention and feed-forward, mean, output.
///
/// After Dosovitskiy et al. 2021 with the mean over tokens instead of a class token.
package struct ViTSpec: Hashable, Sendable {
  /// Side of a patch in pixels.
  package var patch: Int
  package var width: Int
  package var heads: Int
  package var layers: Int
  /// Units of the feed-forward part of a layer.
  package var hidden: Int
  package var activation: Activation
  package var initialization: Initialization

  package init(
    patch: Int, width: Int, heads: Int, layers: Int, hidden: Int, activation: Activation = .gelu,
    initialization: Initialization = .glorot
  ) {
    self.patch = patch
    self.width = width
    self.heads = heads
    self.layers = layers
    self.hidden = hidden
    self.activation = activation
    self.initialization = initialization
  }
}

extension ViTSpec {
  static let choice = Choice<NetworkSpec>(
    "vit", "A vision transformer over square patches, the mean over tokens before the output.",
    formula: "x ← x + attention(norm(x)); x ← x + W₂ a(W₁ norm(x)) per layer", source: "Dosovitskiy et al. 2021",
    example: "{ vit: { patch: 4, width: 32, heads: 4, layers: 2, hidden: 128 } }",
    read: { map in
      let few = Bounds<Int>("a whole number from 1 to 64") { (1...64).contains($0) }
      let patch = map.required("patch", Int.self, in: Bounds("a whole number from 1 to 15") { (1...15) ~= $0 })
      let width = map.required("width", Int.self, in: .size)
      let heads = map.required("heads", Int.self, in: few)
      let layers = map.required("layers", Int.self, in: few)
      let hidden = map.required("hidden", Int.self, in: .size)
      let activation = map.optional("activation", default: Activation.gelu)
      let initialization = map.optional("initialization", default: Initialization.glorot)
      guard let patch, let width, let heads, let layers, let hidden, let activation, let initialization else {
        return nil
      }
      guard width % heads == 0 else {
        map.problems.report(map.place(of: "heads"), "a width of \(width) cannot be shared by \(heads) heads")
        return nil
      }
      return .vit(
        ViTSpec(
          patch: patch, width: width, heads: heads, layers: layers, hidden: hidden, activation: activation,
          initialization: initialization))
    },
    write: { network in
      guard case .vit(let spec) = network else { return nil }
      var parameters = [
        ("patch", spec.patch.node), ("width", spec.width.node), ("heads", spec.heads.node),
        ("layers", spec.layers.node), ("hidden", spec.hidden.node),
      ]
      if spec.activation != .gelu { parameters.append(("activation", spec.activation.node)) }
      if spec.initialization != .glorot { parameters.append(("initialization", spec.initialization.node)) }
      return parameters
    })
}
