import CKernels

/// The three products of a convolution over maps of a batch, and the weights as the input gradient wants them.
///
/// Maps have positions × examples rows with the position outermost; an image has one row per example with the flat
/// features (y, x, c) as columns. Weights are panels over the output channels with rows (ky, kx, c).
package enum Convolution {
  /// What the input of a convolution is.
  package enum Source: Hashable, Sendable {
    case maps, image
  }

  // MARK: Forward

  /// out = initial + weights ∗ input.
  ///
  /// `input` [positions × examples, inputs], or [examples, features] of an image; `initial` 16 per panel or none.
  package static func forward(
    _ shape: ConvolutionShape, _ input: PanelMatrix, from source: Source, examples: Int, weights: PanelMatrix,
    initial: UnsafePointer<Float>?, into out: PanelMatrix, lists: ScalarLists, choice: ProductPath = .automatic,
    path: dl_path = DL_PATH_FASTEST
  ) {
    check(shape, input, source, examples, weights)
    check(out, shape.outputs, shape.outputPositions * examples)
    var batch = shape.batch(of: examples)
    let positions = shape.outputPositions
    let rows = shape.inputPositions * examples
    // An input meets every stride-th tap of a row.
    let sums = dl_convolution_sums(max(1, shape.x.kernel / shape.x.stride), shape.outputs)
    switch source {
    case .maps where choice.skipsZeros(of: input, rows: rows, length: shape.inputs, sums: sums):
      lists.collectRows(of: input, rows: rows, path: path)
      var collected = lists.lists
      dl_convolution_lists_forward(&batch, &collected, weights.base, initial, out.base, 0, out.panels, path)
    case .maps:
      dl_convolution_forward(&batch, input.base, weights.base, initial, out.base, 0, positions, path)
    case .image:
      dl_convolution_image_forward(&batch, input.base, weights.base, initial, out.base, 0, positions, path)
    }
  }

  // MARK: Gradients

  /// Turns weights into panels over the input channels with rows (ky, kx, o).
  package static func transpose(
    _ shape: ConvolutionShape, _ weights: PanelMatrix, into transposed: PanelMatrix, path: dl_path = DL_PATH_FASTEST
  ) {
    check(transposed, shape.inputs, shape.taps * shape.outputs)
    dl_convolution_transpose(
      weights.base, shape.taps, shape.inputs, shape.outputs, transposed.base, 0, weights.panels, path)
  }

  /// Gradient of the input from the gradient of the output and transposed weights; maps only.
  package static func inputGradient(
    _ shape: ConvolutionShape, _ gradient: PanelMatrix, examples: Int, transposed: PanelMatrix,
    into input: PanelMatrix, lists: ScalarLists, choice: ProductPath = .automatic, path: dl_path = DL_PATH_FASTEST
  ) {
    check(gradient, shape.outputs, shape.outputPositions * examples)
    check(input, shape.inputs, shape.inputPositions * examples)
    check(transposed, shape.inputs, shape.taps * shape.outputs)
    var batch = shape.batch(of: examples)
    let rows = shape.outputPositions * examples
    let sums = dl_convolution_sums(shape.x.kernel, shape.inputs)
    if choice.skipsZeros(of: gradient, rows: rows, length: shape.outputs, sums: sums) {
      lists.collectRows(of: gradient, rows: rows, path: path)
      var collected = lists.lists
      dl_convolution_lists_input_gradient(
        &batch, &collected, transposed.base, input.base, 0, input.panels, path)
    } else {
      dl_convolution_input_gradient(
        &batch, gradient.base, transposed.base, input.base, 0, shape.inputPositions, path)
    }
  }

  /// Gradient of the weights, in their layout, from the input and the gradient of the output.
  ///
  /// `turned` is scratch of the shape of transposed weights; it is not needed for images.
  package static func weightGradient(
    _ shape: ConvolutionShape, _ input: PanelMatrix, from source: Source, _ gradient: PanelMatrix, examples: Int,
    into weightGradient: PanelMatrix, turned: PanelMatrix, lists: ScalarLists,
    choice: WeightGradientPath = .automatic, path: dl_path = DL_PATH_FASTEST
  ) {
    check(shape, input, source, examples, weightGradient)
    check(gradient, shape.outputs, shape.outputPositions * examples)
    var batch = shape.batch(of: examples)
    let panels = weightGradient.panels
    let resolved = choice.resolved(shape, input, from: source, gradient, examples: examples)
    switch (source, resolved) {
    case (.image, .inputLists):
      lists.collectColumns(of: input, rows: examples, path: path)
      var collected = lists.lists
      dl_convolution_image_lists_weight_gradient(
        &batch, &collected, gradient.base, weightGradient.base, 0, panels, path)
    case (.image, .automatic), (.image, .dense), (.image, .gradientLists):
      dl_convolution_image_weight_gradient(&batch, input.base, gradient.base, weightGradient.base, 0, panels, path)
    case (.maps, .automatic), (.maps, .dense):
      dl_convolution_weight_gradient(&batch, input.base, gradient.base, weightGradient.base, 0, panels, path)
    case (.maps, .inputLists):
      lists.check(shape.inputs, dl_convolution_list_room(examples))
      var scratch = lists.lists
      dl_convolution_input_lists_weight_gradient(
        &batch, input.base, gradient.base, &scratch, weightGradient.base, 0, panels, path)
    case (.maps, .gradientLists):
      lists.check(shape.outputs, dl_convolution_list_room(examples))
      check(turned, shape.inputs, shape.taps * shape.outputs)
      var scratch = lists.lists
      dl_convolution_lists_weight_gradient(
        &batch, input.base, gradient.base, &scratch, turned.base, 0, turned.panels, path)
      dl_convolution_transpose(
        turned.base, shape.taps, shape.outputs, shape.inputs, weightGradient.base, 0, turned.panels, path)
    }
  }

  /// What the lists of one batch take: how many, and how long at most.
  package static func lists(
    of shape: ConvolutionShape, from source: Source, capacity: Int
  ) -> [(count: Int, depth: Int)] {
    switch source {
    case .maps:
      [
        (shape.inputPositions * capacity, shape.inputs), (shape.outputPositions * capacity, shape.outputs),
        (max(shape.inputs, shape.outputs), dl_convolution_list_room(capacity)),
      ]
    case .image: [(shape.inputPositions * shape.inputs, capacity)]
    }
  }

  // MARK: Checks

  private static func check(_ matrix: PanelMatrix, _ columns: Int, _ rows: Int) {
    precondition(
      matrix.columns == columns && matrix.capacity >= rows,
      "\(matrix.capacity) × \(matrix.columns) numbers stand where \(rows) × \(columns) are needed")
  }

  private static func check(
    _ shape: ConvolutionShape, _ input: PanelMatrix, _ source: Source, _ examples: Int, _ weights: PanelMatrix
  ) {
    precondition(
      weights.capacity == shape.fanIn && weights.columns == shape.outputs,
      "weights of \(weights.capacity) × \(weights.columns) do not fit a convolution of \(shape)")
    switch source {
    case .maps:
      check(input, shape.inputs, shape.inputPositions * examples)
    case .image:
      let features = shape.inputPositions * shape.inputs
      precondition(
        input.columns == features && examples <= input.capacity && shape.inputs <= Int(DL_MOST_IMAGE_CHANNELS),
        "rows of \(input.columns) features are no images for \(shape)")
    }
  }
}
