extension RecurrentSpec: NetworkKind {
  package var activation: Activation { .tanh }
  package var hiddenWidths: [Int] { [Int](repeating: units, count: layers) }
  package var places: Set<DropoutPlace> {
    embedding == nil ? [.input, .hidden, .recurrent] : [.embedding, .hidden, .recurrent]
  }
  package var reads: FeatureReading { embedding == nil ? .steps : .symbols }

  /// Lays out steps → (layer → noise)… → fc on the last state, or on every state where every step has an answer.
  ///
  /// Layers are named lstm or gru, counted from 1 if many. Symbols pass through an embedding first, and as many symbols
  /// are answered as there are to be read.
  package func stages(_ layout: NetworkLayout, input: MapShape, outputs: Int) -> [Layer] {
    let sequence = Self.sequence(input)
    let states: RecurrentLayer.Output = layout.steps > 1 ? .all : .last
    let recurrent = (0..<layers).flatMap { index -> [Layer] in
      let layer = RecurrentLayer(
        cell, name: name(of: index), steps: sequence.height,
        inputs: index == 0 ? embedding ?? sequence.channels : units,
        units: units, returned: index == layers - 1 ? states : .all,
        dropout: layout.dropout.recurrent?.dropout(at: index) ?? RecurrentDropout(),
        isFirst: index == 0 && embedding == nil, capacity: layout.capacity, forgetBias: forgetBias,
        initialization: initialization,
        stateInitialization: initialization, learning: layout.learning, plan: layout.plan)
      let noise = layout.site(
        "\(name(of: index)).output", layout.dropout.hidden.dropout(at: index), shape: layer.output)
      return [.recurrent(layer)] + (noise.dropout == .none ? [] : [.noise(noise)])
    }
    let head = layout.dense("fc", units, to: outputs, positions: layout.steps, initialization)
    return [.unflatten(UnflattenLayer(sequence))] + embedding(layout, sequence, symbols: outputs) + recurrent
      + [.dense(head)]
  }

  private func embedding(_ layout: NetworkLayout, _ sequence: MapShape, symbols: Int) -> [Layer] {
    guard let width = embedding else { return [] }
    let dropout = layout.dropout.embedding ?? EmbeddingDropout()
    let layer = EmbeddingLayer(
      name: "embedding", steps: sequence.height, words: symbols, width: width, rate: dropout.words.rate,
      curve: dropout.words.curve, capacity: layout.capacity, learning: layout.learning, plan: layout.plan)
    let noise = layout.site("embedding.vectors", dropout.vectors, shape: layer.output)
    return [.embedding(layer)] + (noise.dropout == .none ? [] : [.noise(noise)])
  }

  private func name(of index: Int) -> String { layers == 1 ? cell.rawValue : "\(cell.rawValue)\(index + 1)" }

  /// The steps of an input and their width.
  static func sequence(_ input: MapShape) -> MapShape {
    MapShape(height: input.height, channels: input.width * input.channels)
  }

  package func size(input: MapShape, outputs: Int) -> NetworkSize {
    var size = NetworkSize()
    let sequence = Self.sequence(input)
    for index in 0..<layers {
      let inputs = index == 0 ? embedding ?? sequence.channels : units
      size.addDense(inputs + units, cell.gates * units, positions: sequence.height)
      size.values += Double(4 * units * sequence.height)
    }
    size.addDense(units, outputs, positions: embedding == nil ? 1 : sequence.height)
    size.weights += Double((embedding ?? 0) * outputs)
    return size
  }
}
