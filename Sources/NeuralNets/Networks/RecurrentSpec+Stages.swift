extension RecurrentSpec: NetworkKind {
  package var activation: Activation { .tanh }
  package var hiddenWidths: [Int] { [Int](repeating: units, count: layers) }
  package var places: Set<DropoutPlace> { [.input, .hidden, .recurrent] }

  /// Lays out steps → (layer → noise)… → fc on the last state; layers are named lstm or gru, counted from 1 if many.
  package func stages(_ layout: NetworkLayout, input: MapShape, outputs: Int) -> [Layer] {
    let sequence = Self.sequence(input)
    let recurrent = (0..<layers).flatMap { index -> [Layer] in
      let isLast = index == layers - 1
      let layer = RecurrentLayer(
        cell, name: name(of: index), steps: sequence.height, inputs: index == 0 ? sequence.channels : units,
        units: units, returned: isLast ? .last : .all, dropout: layout.dropout.recurrent ?? RecurrentDropout(),
        isFirst: index == 0, capacity: layout.capacity, forgetBias: forgetBias, initialization: initialization,
        stateInitialization: initialization, learning: layout.learning, plan: layout.plan)
      let noise = NoiseSite(
        name: "\(name(of: index)).output", dropout: layout.dropout.hidden.dropout(at: index), shape: layer.output,
        capacity: layout.capacity)
      return [.recurrent(layer)] + (noise.dropout == .none ? [] : [.noise(noise)])
    }
    return [.unflatten(UnflattenLayer(sequence))] + recurrent
      + [.dense(layout.dense("fc", units, to: outputs, initialization))]
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
      let inputs = index == 0 ? sequence.channels : units
      size.addDense(inputs + units, cell.gates * units, positions: sequence.height)
      size.values += Double(4 * units * sequence.height)
    }
    size.addDense(units, outputs)
    return size
  }
}
