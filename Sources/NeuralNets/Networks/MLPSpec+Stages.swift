extension MLPSpec: NetworkKind {
  package var hiddenWidths: [Int] { hidden }
  package var places: Set<DropoutPlace> {
    if hidden.isEmpty { return [.input, .weights] }
    return batchNorm ? [.input, .sums, .hidden, .weights] : [.input, .hidden, .weights]
  }

  /// Lays out [dense → (noise → norm) → activation with noise](hidden1 …) → dense(output).
  package func stages(_ layout: NetworkLayout, input: MapShape, outputs: Int) -> [Layer] {
    let widths = [input.units] + hidden + [outputs]
    return (0..<widths.count - 1).flatMap { index -> [Layer] in
      let name = Self.layerName(index, of: hidden.count)
      let (inputs, outputs) = (widths[index], widths[index + 1])
      guard index < hidden.count else {
        return [layout.answering(name, inputs, to: outputs, isFirst: index == 0, initialization)]
      }
      let layer = layout.hidden(name, index, inputs, to: outputs, isFirst: index == 0, initialization)
      let shape = MapShape(channels: hidden[index])
      let dropout = layout.dropout.hidden.dropout(at: index)
      return [layer] + norm(index, layout, shape)
        + [layout.activation(activation, site: name, dropout, shape: shape)]
    }
  }

  /// The normalisation of hidden layer `index` with the noise ahead of it.
  private func norm(_ index: Int, _ layout: NetworkLayout, _ shape: MapShape) -> [Layer] {
    guard batchNorm else { return [] }
    let noise = layout.site("hidden\(index + 1).sums", layout.dropout.sums.dropout(at: index), shape: shape)
    return (noise.dropout == .none ? [] : [.noise(noise)]) + [layout.batchNorm("norm\(index + 1)", shape)]
  }

  package func size(input: MapShape, outputs: Int) -> NetworkSize {
    let widths = [input.units] + hidden + [outputs]
    var size = NetworkSize()
    for (inputs, outputs) in zip(widths, widths.dropFirst()) { size.addDense(inputs, outputs) }
    if batchNorm { size.values += Double(hidden.reduce(0, +)) }
    return size
  }

  /// The path name of layer `index` of a network of `hidden` hidden layers: `hidden1` …, `output`.
  package static func layerName(_ index: Int, of hidden: Int) -> String {
    index < hidden ? "hidden\(index + 1)" : "output"
  }
}
