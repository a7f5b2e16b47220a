import Randomness

extension Initialization {
  /// First weights in row-major order, [outputs × inputs]; weight (o, i) is unit o · inputs + i of the stream.
  ///
  /// `fanOut` counts the outputs that one input reaches, where that is not `outputs`.
  package func weights(inputs: Int, outputs: Int, fanOut: Int? = nil, from stream: RandomStream) -> [Float] {
    let count = inputs * outputs
    switch self {
    case .zero: return [Float](repeating: 0, count: count)
    case .he: return normal(count, deviation: (2 / Double(max(inputs, 1))).squareRoot(), stream)
    case .gaussian(let deviation): return normal(count, deviation: deviation, stream)
    case .scaledGaussian(let scale):
      return normal(count, deviation: scale / Double(max(inputs, 1)).squareRoot(), stream)
    case .glorot:
      let limit = (6 / Double(inputs + (fanOut ?? outputs))).squareRoot()
      return stream.uniforms(count).map { Float((2 * $0 - 1) * limit) }
    }
  }

  private func normal(_ count: Int, deviation: Double, _ stream: RandomStream) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { weights, filled in
      withUnsafePointer(to: UInt32(0)) { example in
        let region = RandomRegion(step: 0, examples: UnsafeBufferPointer(start: example, count: 1), units: 0..<count)
        stream.fillNormals(deviation: Float(deviation), region, into: weights)
      }
      filled = count
    }
  }
}
