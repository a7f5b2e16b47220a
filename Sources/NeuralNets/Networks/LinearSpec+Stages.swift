extension LinearSpec: NetworkKind {
  package var activation: Activation { .identity }
  package var hiddenWidths: [Int] { [] }
  package var places: Set<DropoutPlace> { [.input] }

  /// Lays out dense(output), and of two classes one score against zero.
  package func stages(_ layout: NetworkLayout, input: MapShape, outputs: Int) -> [Layer] {
    let isContrast = kind == .logistic && outputs == 2
    let answers = layout.answering(
      "output", input.units, to: isContrast ? 1 : outputs, isFirst: true, isContrast: isContrast, initialization)
    return [answers] + (isContrast ? [.contrast] : [])
  }

  package func size(input: MapShape, outputs: Int) -> NetworkSize {
    var size = NetworkSize()
    size.addDense(input.units, outputs)
    return size
  }
}
