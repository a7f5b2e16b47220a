extension AutoencoderSpec: NetworkKind {
  package var hiddenWidths: [Int] { hidden }
  package var places: Set<DropoutPlace> { layers.places }
  package var reconstructs: Bool { true }

  /// Lays out the layers of a multilayer perceptron; `outputs` are those of the loss on the input.
  package func stages(_ layout: NetworkLayout, input: MapShape, outputs: Int) -> [Layer] {
    layers.stages(layout, input: input, outputs: outputs)
  }

  package func size(input: MapShape, outputs: Int) -> NetworkSize { layers.size(input: input, outputs: outputs) }
}
