import Specifications

/// A fractal network: paths of different depth side by side, whose outcomes meet in means (Larsson et al. 2017).
///
/// A block of C columns is f_C with f_1 = unit and f_{c+1}(x) = mean of f_c(f_c(x)) and unit(x); where several columns
/// end at one place they meet in one mean. A unit is a 3 × 3 convolution, batch normalisation and ReLU. The maps are
/// halved by their maximum behind every block; a global average and a linear layer end the network.
package struct FractalSpec: Hashable, Sendable {
  /// Channels of each block.
  package var channels: [Int]
  /// Columns C of every block; the deepest path has 2 to the power C − 1 units.
  package var columns: Int
  package var initialization: Initialization

  package init(channels: [Int], columns: Int, initialization: Initialization = .he) {
    self.channels = channels
    self.columns = columns
    self.initialization = initialization
  }
}

extension FractalSpec {
  static let choice = Choice<NetworkSpec>(
    "fractal", "Convolutional paths of different depth side by side, joined by means.",
    formula: "f₁ = unit; f_{c+1}(x) = mean(f_c(f_c(x)), unit(x)); unit = a(norm(W ∗ x))",
    source: "Larsson, Maire & Shakhnarovich 2017, eqs. 1 and 2",
    example: "{ fractal: { channels: [16, 32], columns: 3 } }",
    read: { map in
      let channels = map.required(
        "channels", [Int].self,
        in: Bounds("a list of 1 to 5 whole numbers from 1 to 65536") {
          (1...5).contains($0.count) && $0.allSatisfy { (1...65536).contains($0) }
        })
      let columns = map.required("columns", Int.self, in: Bounds("a whole number from 1 to 6") { (1...6) ~= $0 })
      let initialization = map.optional("initialization", default: Initialization.he)
      guard let channels, let columns, let initialization else { return nil }
      return .fractal(FractalSpec(channels: channels, columns: columns, initialization: initialization))
    },
    write: { network in
      guard case .fractal(let spec) = network else { return nil }
      return [("channels", spec.channels.node), ("columns", spec.columns.node)]
        + (spec.initialization == .he ? [] : [("initialization", spec.initialization.node)])
    })
}
