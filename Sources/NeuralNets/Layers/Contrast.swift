import Tensors

/// One number z as the scores (0, z) of two classes, whose softmax gives 1 / (1 + exp(−z)) to the second.
enum Contrast {
  static func forward(_ input: PanelMatrix, into output: PanelMatrix, examples: Int) {
    for row in 0..<examples { (output.base[row * 16], output.base[row * 16 + 1]) = (0, input.base[row * 16]) }
  }

  /// The gradient of z is that of the second score.
  static func pullback(_ gradient: PanelMatrix, examples: Int, into previous: PanelMatrix?) {
    guard let previous else { return }
    for row in 0..<examples { previous.base[row * 16] = gradient.base[row * 16 + 1] }
  }
}
