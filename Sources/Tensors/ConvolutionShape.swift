import CKernels

/// The geometry of a convolution: how the window slides over the maps, and the channels on both sides.
package struct ConvolutionShape: Hashable, Sendable {
  package let y: WindowAxis
  package let x: WindowAxis
  package let inputs: Int
  package let outputs: Int

  package init(y: WindowAxis, x: WindowAxis, inputs: Int, outputs: Int) {
    precondition(inputs > 0 && outputs > 0, "no convolution of \(inputs) to \(outputs) channels")
    let most = Int(DL_MOST_KERNEL)
    precondition(
      y.kernel <= most && x.kernel <= most, "a kernel of \(y.kernel) × \(x.kernel) is larger than \(most) × \(most)")
    self.y = y
    self.x = x
    self.inputs = inputs
    self.outputs = outputs
  }

  /// Makes the shape of a square kernel.
  package init(
    height: Int, width: Int, inputs: Int, outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0
  ) {
    self.init(
      y: WindowAxis(size: height, kernel: kernel, stride: stride, padding: padding),
      x: WindowAxis(size: width, kernel: kernel, stride: stride, padding: padding), inputs: inputs, outputs: outputs)
  }

  package var inputPositions: Int { y.size * x.size }
  package var outputPositions: Int { y.outputs * x.outputs }
  /// Positions of the kernel.
  package var taps: Int { y.kernel * x.kernel }
  /// Weights of one output channel, ordered (ky, kx, c).
  package var fanIn: Int { taps * inputs }

  /// Where weight (ky, kx, c) of an output channel stands in PyTorch's order (c, ky, kx).
  package var places: [Int] {
    (0..<taps).flatMap { tap in (0..<inputs).map { channel in channel * taps + tap } }
  }

  func batch(of examples: Int) -> dl_convolution {
    dl_convolution(y: y.kernelAxis, x: x.kernelAxis, inputs: inputs, outputs: outputs, examples: examples)
  }
}
