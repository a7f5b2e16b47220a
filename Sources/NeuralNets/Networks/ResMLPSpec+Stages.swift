extension ResMLPSpec: NetworkKind {
  package var hiddenWidths: [Int] { [Int](repeating: width, count: blocks) }
  private var shape: MapShape { MapShape(channels: width) }
  package var places: Set<DropoutPlace> { [.input, .hidden, .residual] }

  /// Lays out stem → blocks → norm → activation → head, under the names of the equivalent PyTorch module.
  package func stages(_ layout: NetworkLayout, input: MapShape, outputs: Int) -> [Layer] {
    let stem = layout.dense("stem", input.units, to: width, isFirst: true, initialization)
    let blocks = (1...self.blocks).map { Layer.residual(block($0, layout)) }
    return [.dense(stem)] + blocks + norm("norm", layout)
      + [
        layout.activation(activation, site: "head", shape: shape),
        .dense(layout.dense("head", width, to: outputs, initialization)),
      ]
  }

  private func block(_ index: Int, _ layout: NetworkLayout) -> ResidualBlock {
    let name = "blocks.\(index - 1)"
    let dropout = layout.dropout.hidden.dropout(at: index - 1)
    let branch =
      norm("\(name).norm1", layout) + [
        layout.activation(activation, site: "\(name).first", shape: shape),
        .dense(layout.dense("\(name).fc1", width, to: width, initialization)),
      ] + norm("\(name).norm2", layout) + [
        layout.activation(activation, site: name, dropout, shape: shape),
        .dense(layout.dense("\(name).fc2", width, to: width, initialization)),
      ]
    return ResidualBlock(
      branch: Chain(branch, capacity: layout.capacity), shortcut: nil,
      gate: layout.gate("\(name).gate", block: index, of: blocks), input: shape, capacity: layout.capacity)
  }

  /// Batch normalisation, or a copy that the activation after it may change in place.
  private func norm(_ name: String, _ layout: NetworkLayout) -> [Layer] {
    [batchNorm ? layout.batchNorm(name, shape) : .copy(shape)]
  }

  package func size(input: MapShape, outputs: Int) -> NetworkSize {
    var size = NetworkSize()
    size.addDense(input.units, width)
    for _ in 0..<2 * blocks { size.addDense(width, width) }
    size.addDense(width, outputs)
    size.values += Double(width * (2 + 5 * blocks))
    return size
  }
}
