import Tensors

extension FractalSpec: NetworkKind {
  package var activation: Activation { .relu }
  package var hiddenWidths: [Int] { [] }
  package var mapSites: Int { channels.count }
  package var places: Set<DropoutPlace> { [.input, .maps, .paths] }

  /// Lays out (block → pooling → noise)… → global average → fc; units are blocks.b.columns.c.u.
  package func stages(_ layout: NetworkLayout, input: MapShape, outputs: Int) -> [Layer] {
    var shape = input
    var stages: [Layer] = [.unflatten(UnflattenLayer(input))]
    for index in channels.indices {
      let block = block(index, shape, layout)
      shape = block.output
      stages.append(.fractal(block))
      if let pooled = Self.pooled(shape) {
        let pooling = PoolingLayer(.largest(rectifies: false), shape: pooled, capacity: layout.capacity)
        shape = pooling.output
        stages.append(.pooling(pooling))
      }
      let noise = layout.site("blocks.\(index)", layout.dropout.maps.dropout(at: index), shape: shape)
      if noise.dropout != .none { stages.append(.noise(noise)) }
    }
    return stages + [
      layout.globalAverage(shape), .dense(layout.dense("fc", shape.channels, to: outputs, initialization)),
    ]
  }

  private func block(_ index: Int, _ input: MapShape, _ layout: NetworkLayout) -> FractalBlock {
    let name = "blocks.\(index)"
    let units = (0..<columns).map { column in
      (0..<1 << column).map { unit in
        chain(
          "\(name).columns.\(column).\(unit)", from: unit == 0 ? input : maps(index, input), to: channels[index], layout
        )
      }
    }
    return FractalBlock(
      name: "\(name).paths", units: units, dropout: layout.dropout.paths.dropout(at: index), input: input,
      capacity: layout.capacity)
  }

  private func chain(_ name: String, from input: MapShape, to channels: Int, _ layout: NetworkLayout) -> Chain {
    let convolution = layout.convolution(
      "\(name).conv", input, to: channels, kernel: 3, padding: 1, hasBias: false, initialization)
    let shape = convolution.output
    return Chain(
      [
        .convolution(convolution), layout.batchNorm("\(name).norm", shape),
        layout.activation(.relu, site: name, shape: shape),
      ], capacity: layout.capacity)
  }

  private func maps(_ index: Int, _ input: MapShape) -> MapShape {
    MapShape(height: input.height, width: input.width, channels: channels[index])
  }

  /// Halves maps that have something to halve.
  private static func pooled(_ maps: MapShape) -> PoolingShape? {
    guard min(maps.height, maps.width) >= 2 else { return nil }
    return PoolingShape(height: maps.height, width: maps.width, channels: maps.channels, kernel: 2, stride: 2)
  }

  package func size(input: MapShape, outputs: Int) -> NetworkSize {
    var size = NetworkSize()
    var shape = input
    for index in channels.indices {
      let maps = maps(index, shape)
      for column in 0..<columns {
        size.addConvolution(from: shape.channels, to: maps, taps: 9)
        for _ in 1..<1 << column { size.addConvolution(from: maps.channels, to: maps, taps: 9) }
      }
      size.values += 2 * Double(maps.units * (1 << columns))
      shape = MapShape(
        height: max(1, maps.height / 2), width: max(1, maps.width / 2), channels: maps.channels)
    }
    size.addDense(shape.channels, outputs)
    return size
  }
}
