extension ResNetSpec: NetworkKind {
  package var activation: Activation { .relu }
  package var hiddenWidths: [Int] { [] }
  package var mapSites: Int { stages.count * blocks }
  package var places: Set<DropoutPlace> { [.input, .maps, .residual] }

  /// Lays out stem → blocks → global average → output, named as torchvision names them.
  package func stages(_ layout: NetworkLayout, input: MapShape, outputs: Int) -> [Layer] {
    let stem = layout.convolution(
      "conv1", input, to: stages[0], kernel: 3, padding: 1, isFirst: true, hasBias: false, initialization)
    var layers: [Layer] = [.convolution(stem)]
    if !preactivation {
      layers += [layout.batchNorm("bn1", stem.output), layout.activation(.relu, site: "conv1", shape: stem.output)]
    }
    for block in placedBlocks(stem.output) {
      layers.append(.residual(residual(block, layout)))
      if !preactivation { layers.append(layout.activation(.relu, site: block.name, shape: block.output)) }
    }
    let last = placedBlocks(stem.output).last?.output ?? stem.output
    if preactivation {
      layers += [layout.batchNorm("bn1", last), layout.activation(.relu, site: "bn1", shape: last)]
    }
    return layers + [
      layout.globalAverage(last), .dense(layout.dense("fc", last.channels, to: outputs, initialization)),
    ]
  }

  /// A block with its place.
  private struct PlacedBlock {
    let name: String
    /// Counted from 1 over all stages.
    let number: Int
    let input: MapShape
    let output: MapShape
    let stride: Int
  }

  private func placedBlocks(_ stem: MapShape) -> [PlacedBlock] {
    var shape = stem
    return stages.indices.flatMap { stage in
      (0..<blocks).map { index in
        let stride = stage > 0 && index == 0 ? 2 : 1
        let input = shape
        shape = MapShape(
          height: (shape.height - 1) / stride + 1, width: (shape.width - 1) / stride + 1, channels: stages[stage])
        return PlacedBlock(
          name: "layer\(stage + 1).\(index)", number: stage * blocks + index + 1, input: input, output: shape,
          stride: stride)
      }
    }
  }

  private func residual(_ block: PlacedBlock, _ layout: NetworkLayout) -> ResidualBlock {
    let (input, output) = (block.input, block.output)
    func convolution(_ name: String, _ from: MapShape, kernel: Int, stride: Int) -> Layer {
      .convolution(
        layout.convolution(
          "\(block.name).\(name)", from, to: output.channels, kernel: kernel, stride: stride, padding: kernel / 2,
          hasBias: false, initialization))
    }
    let dropout = layout.dropout.maps.dropout(at: block.number - 1)
    let first = convolution("conv1", input, kernel: 3, stride: block.stride)
    let second = convolution("conv2", output, kernel: 3, stride: 1)
    let middle = layout.activation(.relu, site: "\(block.name).middle", dropout, shape: output)
    let branch: [Layer] =
      preactivation
      ? [
        layout.batchNorm("\(block.name).bn1", input),
        layout.activation(.relu, site: "\(block.name).first", shape: input), first,
        layout.batchNorm("\(block.name).bn2", output), middle, second,
      ]
      : [
        first, layout.batchNorm("\(block.name).bn1", output), middle, second,
        layout.batchNorm("\(block.name).bn2", output),
      ]
    let projection = [convolution("downsample.0", input, kernel: 1, stride: block.stride)]
    let shortcut =
      input == output
      ? nil : projection + (preactivation ? [] : [layout.batchNorm("\(block.name).downsample.1", output)])
    return ResidualBlock(
      branch: Chain(branch, capacity: layout.capacity),
      shortcut: shortcut.map { Chain($0, capacity: layout.capacity) },
      gate: layout.gate("\(block.name).gate", block: block.number, of: stages.count * blocks), input: input,
      capacity: layout.capacity)
  }

  package func misfit(input: MapShape) -> String? {
    input.positions == 1 ? "a residual network on maps needs images, the examples are \(input)" : nil
  }

  package func size(input: MapShape, outputs: Int) -> NetworkSize {
    var size = NetworkSize()
    let stem = MapShape(height: input.height, width: input.width, channels: stages[0])
    size.addConvolution(from: input.channels, to: stem, taps: 9)
    size.values += Double(stem.units)
    for block in placedBlocks(stem) {
      size.addConvolution(from: block.input.channels, to: block.output, taps: 9)
      size.addConvolution(from: block.output.channels, to: block.output, taps: 9)
      if block.input != block.output { size.addConvolution(from: block.input.channels, to: block.output, taps: 1) }
      size.values += 4 * Double(block.output.units)
    }
    size.addDense(stages[stages.count - 1], outputs)
    return size
  }
}
