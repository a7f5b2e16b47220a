import Tensors

extension CNNSpec: NetworkKind {
  package var hiddenWidths: [Int] { hidden }
  package var mapSites: Int { convolutions.count }
  package var places: Set<DropoutPlace> { hidden.isEmpty ? [.input, .maps] : [.input, .maps, .hidden] }

  /// Lays out convolutions → head → dense layers, named conv1, bn1, …, fc1, ….
  package func stages(_ layout: NetworkLayout, input: MapShape, outputs: Int) -> [Layer] {
    var shape = input
    var stages: [Layer] = []
    for (index, convolution) in convolutions.enumerated() {
      stages += self.stages(convolution, index, &shape, layout)
    }
    switch head {
    case .flatten: stages.append(.flatten(FlattenLayer(shape)))
    case .average: stages.append(layout.globalAverage(shape))
    }
    let widths = [head == .flatten ? shape.units : shape.channels] + hidden + [outputs]
    for index in 0..<widths.count - 1 {
      let name = "fc\(index + 1)"
      stages.append(.dense(layout.dense(name, widths[index], to: widths[index + 1], initialization)))
      guard index < hidden.count else { break }
      let dropout = layout.dropout.hidden.dropout(at: index)
      stages.append(
        layout.activation(activation, site: name, dropout, shape: MapShape(channels: hidden[index])))
    }
    return stages
  }

  /// Convolution → norm → activation → pooling → noise, where pooling by the maximum takes ReLU in.
  private func stages(
    _ convolution: ConvolutionSpec, _ index: Int, _ shape: inout MapShape, _ layout: NetworkLayout
  ) -> [Layer] {
    let name = "conv\(index + 1)"
    let layer = layout.convolution(
      name, shape, to: convolution.channels, kernel: convolution.kernel, stride: convolution.stride,
      padding: convolution.padding, isFirst: index == 0, hasBias: !batchNorm, initialization)
    shape = layer.output
    var stages: [Layer] = [.convolution(layer)]
    if batchNorm { stages.append(layout.batchNorm("bn\(index + 1)", shape)) }
    let dropout = layout.dropout.maps.dropout(at: index)
    guard let pooled = convolution.pool.shape(over: shape) else {
      return stages + [layout.activation(activation, site: name, dropout, shape: shape)]
    }
    let rectifies = activation == .relu && convolution.pool.takesLargest
    if !rectifies { stages.append(layout.activation(activation, site: "\(name).activation", shape: shape)) }
    let pooling = PoolingLayer(
      convolution.pool.takesLargest ? .largest(rectifies: rectifies) : .average, shape: pooled,
      capacity: layout.capacity)
    shape = pooling.output
    let noise = layout.site(name, dropout, shape: shape)
    return stages + [.pooling(pooling)] + (noise.dropout == .none ? [] : [.noise(noise)])
  }

  package func misfit(input: MapShape) -> String? {
    var shape = input
    for (index, convolution) in convolutions.enumerated() {
      let size = min(shape.height, shape.width) + 2 * convolution.padding
      guard convolution.kernel <= size else {
        return "the kernel of convolution \(index + 1) is \(convolution.kernel), the maps it reads are \(shape)"
      }
      let maps = convolution.convolved(shape)
      if let window = convolution.pool.size, window > min(maps.height, maps.width) {
        return "the pooling behind convolution \(index + 1) has windows of \(window), the maps it reads are \(maps)"
      }
      shape = convolution.output(of: shape)
    }
    return nil
  }

  package func size(input: MapShape, outputs: Int) -> NetworkSize {
    var size = NetworkSize()
    var shape = input
    for convolution in convolutions {
      let maps = convolution.convolved(shape)
      size.addConvolution(from: shape.channels, to: maps, taps: convolution.kernel * convolution.kernel)
      shape = convolution.output(of: shape)
      size.values += Double(shape.units)
    }
    let widths = [head == .flatten ? shape.units : shape.channels] + hidden + [outputs]
    for (inputs, outputs) in zip(widths, widths.dropFirst()) { size.addDense(inputs, outputs) }
    return size
  }
}

extension ConvolutionSpec {
  /// The maps behind the convolution alone.
  func convolved(_ input: MapShape) -> MapShape {
    func length(_ size: Int) -> Int { (size + 2 * padding - kernel) / stride + 1 }
    return MapShape(height: length(input.height), width: length(input.width), channels: channels)
  }

  /// The maps behind convolution and pooling.
  func output(of input: MapShape) -> MapShape {
    let maps = convolved(input)
    guard let pooled = pool.shape(over: maps) else { return maps }
    return MapShape(height: pooled.y.outputs, width: pooled.x.outputs, channels: channels)
  }
}

extension PoolSpec {
  /// The side of the window; nil without pooling.
  var size: Int? {
    switch self {
    case .none: nil
    case .max(let size, _), .average(let size, _): size
    }
  }

  var takesLargest: Bool {
    switch self {
    case .max: true
    case .none, .average: false
    }
  }

  func shape(over maps: MapShape) -> PoolingShape? {
    switch self {
    case .none: nil
    case .max(let size, let stride), .average(let size, let stride):
      PoolingShape(
        height: maps.height, width: maps.width, channels: maps.channels, kernel: size, stride: stride)
    }
  }
}
