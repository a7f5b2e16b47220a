/// The worked examples of the identities.
enum Fixture {
  /// Softmax regression with four inputs and three outputs.
  static let regression = ReferenceLayer(
    inputs: 4, weights: [0.2, -0.4, 0.1, 0.3, -0.5, 0.6, 0.2, -0.1, 0.3, 0.1, -0.2, 0.4], bias: [0.1, -0.2, 0.05])
  static let input = [0.5, -1, 2, 1.5]

  /// Linear regression with four examples of three features.
  static let features = [[1, 2, -1], [0.5, -1, 3], [2, 0, 1], [-1, 1, 0.5]]
  static let targets = [1, -0.5, 2, 0.3]
  static let weights = [0.7, -0.2, 0.4]

  /// A fixed sequence of numbers in (−1, 1) without structure, for weights and inputs.
  static func numbers(_ count: Int, from start: Int = 0) -> [Double] {
    (start..<start + count).map { index in
      let place = Double(index + 1)
      return fraction(place * 0.618_033_988_749_894_9) - fraction(place * (place + 6) * 0.414_213_562_373_095)
    }
  }

  private static func fraction(_ value: Double) -> Double { value - Double(Int(value)) }

  /// A network of the given widths with fixed weights.
  static func network(_ widths: [Int], activation: ReferenceNetwork.Activation) -> ReferenceNetwork {
    let layers = (0..<widths.count - 1).map { index in
      let count = widths[index] * widths[index + 1]
      return ReferenceLayer(
        inputs: widths[index], weights: numbers(count, from: 31 * index),
        bias: numbers(widths[index + 1], from: 500 + 13 * index).map { 0.3 * $0 })
    }
    return ReferenceNetwork(layers: layers, activation: activation)
  }
}
