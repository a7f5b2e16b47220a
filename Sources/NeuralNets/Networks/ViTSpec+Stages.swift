extension ViTSpec: NetworkKind {
  package var hiddenWidths: [Int] { [Int](repeating: hidden, count: layers) }
  package var places: Set<DropoutPlace> { [.input, .hidden, .residual, .attention, .branches] }

  /// Lays out patches → positions → layers → norm → mean → head, under the names of the equivalent PyTorch module.
  package func stages(_ layout: NetworkLayout, input: MapShape, outputs: Int) -> [Layer] {
    let patches = layout.convolution(
      "patches", input, to: width, kernel: patch, stride: patch, padding: 0, isFirst: true, hasBias: true,
      initialization)
    let grid = patches.output
    let tokens = MapShape(height: grid.positions, channels: width)
    let positions = PositionLayer(name: "positions", shape: tokens, learning: layout.learning, plan: layout.plan)
    return [.convolution(patches), .positions(positions)]
      + (0..<layers).flatMap { blocks($0, tokens, layout) }
      + [
        layout.layerNorm("norm", tokens), layout.globalAverage(grid),
        .dense(layout.dense("head", width, to: outputs, initialization)),
      ]
  }

  /// The attention and the feed-forward block of a layer, each with a gate of its own.
  private func blocks(_ index: Int, _ tokens: MapShape, _ layout: NetworkLayout) -> [Layer] {
    let name = "blocks.\(index)"
    let inner = MapShape(height: tokens.height, channels: hidden)
    let attention = AttentionLayer(
      name: "\(name).attention", shape: tokens, heads: heads,
      dropout: layout.dropout.attention?.dropout(at: index) ?? AttentionDropout(), isFirst: false,
      capacity: layout.capacity,
      initialization: initialization, learning: layout.learning, plan: layout.plan)
    let first: [Layer] = [layout.layerNorm("\(name).norm1", tokens), .attention(attention)]
    let second: [Layer] = [
      layout.layerNorm("\(name).norm2", tokens),
      .dense(layout.dense("\(name).fc1", width, to: hidden, positions: tokens.height, initialization)),
      layout.activation(activation, site: name, layout.dropout.hidden.dropout(at: index), shape: inner),
      .dense(layout.dense("\(name).fc2", hidden, to: width, positions: tokens.height, initialization)),
    ]
    return [
      residual(first, "\(name).attentionBranch", of: index, 2 * index + 1, tokens, layout),
      residual(second, "\(name).feedForwardBranch", of: index, 2 * index + 2, tokens, layout),
    ]
  }

  private func residual(
    _ branch: [Layer], _ name: String, of layer: Int, _ block: Int, _ tokens: MapShape, _ layout: NetworkLayout
  ) -> Layer {
    let noise = layout.site(name, layout.dropout.branches.dropout(at: layer), shape: tokens)
    return .residual(
      ResidualBlock(
        branch: Chain(branch + (noise.dropout == .none ? [] : [.noise(noise)]), capacity: layout.capacity),
        shortcut: nil, gate: layout.gate("\(name).gate", layer: "blocks.\(layer)", block: block, of: 2 * layers),
        input: tokens, capacity: layout.capacity))
  }

  package func misfit(input: MapShape) -> String? {
    input.height % patch == 0 && input.width % patch == 0
      ? nil : "patches of \(patch) × \(patch) do not tile examples of \(input)"
  }

  package func size(input: MapShape, outputs: Int) -> NetworkSize {
    var size = NetworkSize()
    let tokens = (input.height / patch) * (input.width / patch)
    size.addDense(patch * patch * input.channels, width, positions: tokens)
    for _ in 0..<layers {
      size.addDense(width, 4 * width, positions: tokens)
      size.multiplyAdds += Double(2 * tokens * tokens * width)
      size.addDense(width, hidden, positions: tokens)
      size.addDense(hidden, width, positions: tokens)
      size.values += Double(heads * tokens * tokens + 6 * tokens * width)
    }
    size.addDense(width, outputs)
    return size
  }
}
