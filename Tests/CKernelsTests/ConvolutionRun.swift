import CKernels

/// Runs the kernels over a fixture and returns what they give in row-major order.
struct ConvolutionRun {
  private let fixture: ConvolutionFixture
  private let path: dl_path
  private let offset: Int
  private let threads: Int

  /// Data begins `offset` floats into its arrays; outputs are split as over so many threads.
  init(_ fixture: ConvolutionFixture, path: dl_path = DL_PATH_FASTEST, offset: Int = 0, threads: Int = 1) {
    self.fixture = fixture
    self.path = path
    self.offset = offset
    self.threads = threads
  }

  private var shape: dl_convolution { fixture.shape }

  func forward() -> [Float] {
    result(rows: fixture.outputPositions * shape.examples, columns: shape.outputs, count: fixture.outputPositions) {
      shape, out, first, last in
      with(fixture.input.panels(offset: offset), fixture.weights.panels(offset: offset)) {
        dl_convolution_forward(&shape, $0, $1, fixture.paddedBias, out, first, last, path)
      }
    }
  }

  func imageForward() -> [Float] {
    result(rows: fixture.outputPositions * shape.examples, columns: shape.outputs, count: fixture.outputPositions) {
      shape, out, first, last in
      with(fixture.image(offset: offset), fixture.weights.panels(offset: offset)) {
        dl_convolution_image_forward(&shape, $0, $1, fixture.paddedBias, out, first, last, path)
      }
    }
  }

  func inputGradient() -> [Float] {
    result(rows: fixture.input.rows, columns: shape.inputs, count: fixture.inputPositions) {
      shape, out, first, last in
      with(fixture.gradient.panels(offset: offset), transposed()) {
        dl_convolution_input_gradient(&shape, $0, $1, out, first, last, path)
      }
    }
  }

  func weightGradient() -> [Float] {
    result(rows: fixture.weights.rows, columns: shape.outputs, count: dl_panels(shape.outputs)) {
      shape, out, first, last in
      with(fixture.input.panels(offset: offset), fixture.gradient.panels(offset: offset)) {
        dl_convolution_weight_gradient(&shape, $0, $1, out, first, last, path)
      }
    }
  }

  func imageWeightGradient() -> [Float] {
    result(rows: fixture.weights.rows, columns: shape.outputs, count: dl_panels(shape.outputs)) {
      shape, out, first, last in
      with(fixture.image(offset: offset), fixture.gradient.panels(offset: offset)) {
        dl_convolution_image_weight_gradient(&shape, $0, $1, out, first, last, path)
      }
    }
  }

  // MARK: Lists

  func listsForward() -> [Float] {
    let lists = ListFixture(count: fixture.input.rows, depth: shape.inputs)
    dl_collect_rows(fixture.input.panels(), fixture.input.rows, shape.inputs, &lists.lists, path)
    return result(
      rows: fixture.outputPositions * shape.examples, columns: shape.outputs, count: dl_panels(shape.outputs)
    ) { shape, out, first, last in
      dl_convolution_lists_forward(
        &shape, &lists.lists, fixture.weights.panels(), fixture.paddedBias, out, first, last, path)
    }
  }

  func listsInputGradient() -> [Float] {
    let lists = ListFixture(count: fixture.gradient.rows, depth: shape.outputs)
    dl_collect_rows(fixture.gradient.panels(), fixture.gradient.rows, shape.outputs, &lists.lists, path)
    return result(rows: fixture.input.rows, columns: shape.inputs, count: dl_panels(shape.inputs)) {
      shape, out, first, last in
      with([Float](repeating: 0, count: offset + 1), transposed()) { _, weights in
        dl_convolution_lists_input_gradient(&shape, &lists.lists, weights, out, first, last, path)
      }
    }
  }

  func inputListsWeightGradient() -> [Float] {
    let lists = ListFixture(count: shape.inputs, depth: dl_convolution_list_room(shape.examples))
    return result(rows: fixture.weights.rows, columns: shape.outputs, count: dl_panels(shape.outputs)) {
      shape, out, first, last in
      with(fixture.input.panels(offset: offset), fixture.gradient.panels(offset: offset)) {
        dl_convolution_input_lists_weight_gradient(&shape, $0, $1, &lists.lists, out, first, last, path)
      }
    }
  }

  func imageListsWeightGradient() -> [Float] {
    let features = fixture.inputPositions * shape.inputs
    let lists = ListFixture(count: features, depth: shape.examples)
    dl_collect_columns(fixture.image(), shape.examples, features, &lists.lists, path)
    return result(rows: fixture.weights.rows, columns: shape.outputs, count: dl_panels(shape.outputs)) {
      shape, out, first, last in
      with([Float](repeating: 0, count: offset + 1), fixture.gradient.panels(offset: offset)) { _, gradient in
        dl_convolution_image_lists_weight_gradient(&shape, &lists.lists, gradient, out, first, last, path)
      }
    }
  }

  func listsWeightGradient() -> [Float] {
    let room = dl_convolution_list_room(shape.examples)
    let turned = result(
      rows: fixture.taps * shape.outputs, columns: shape.inputs, count: dl_panels(shape.inputs)
    ) { shape, out, first, last in
      let lists = ListFixture(count: shape.outputs, depth: room)
      with(fixture.input.panels(offset: offset), fixture.gradient.panels(offset: offset)) {
        dl_convolution_lists_weight_gradient(&shape, $0, $1, &lists.lists, out, first, last, path)
      }
    }
    // Turned rows are (tap, output) with the inputs as columns.
    return (0..<fixture.taps * shape.inputs).flatMap { row in
      (0..<shape.outputs).map { output in
        turned[(row / shape.inputs * shape.outputs + output) * shape.inputs + row % shape.inputs]
      }
    }
  }

  /// The weights in panels over the inputs, behind `offset` floats.
  func transposed() -> [Float] {
    var turned = [Float](
      repeating: .nan, count: offset + dl_panels(shape.inputs) * fixture.taps * shape.outputs * 16)
    let weights = fixture.weights.panels()
    turned.withUnsafeMutableBufferPointer { turned in
      guard let base = turned.baseAddress else { return }
      let panels = dl_panels(shape.outputs)
      dl_convolution_transpose(
        weights, fixture.taps, shape.inputs, shape.outputs, base + offset, 0, panels, path)
    }
    return turned
  }

  private typealias Kernel = (
    _ shape: inout dl_convolution, _ out: UnsafeMutablePointer<Float>, _ first: Int, _ last: Int
  ) -> Void

  /// Runs a kernel over the ranges of every thread into memory full of NaN; padding columns must be 0.
  private func result(rows: Int, columns: Int, count: Int, _ kernel: Kernel) -> [Float] {
    var out = [Float](repeating: .nan, count: offset + dl_panels(columns) * rows * 16)
    var shape = shape
    var matrix = [Float](repeating: 0, count: rows * columns)
    out.withUnsafeMutableBufferPointer { out in
      guard let base = out.baseAddress else { return }
      for thread in 0..<threads {
        kernel(&shape, base + offset, thread * count / threads, (thread + 1) * count / threads)
      }
      dl_scatter_rows(base + offset, rows, columns, &matrix)
    }
    let padding = (columns..<dl_panels(columns) * 16).flatMap { column in
      (0..<rows).map { out[offset + (column / 16 * rows + $0) * 16 + column % 16] }
    }
    return padding.allSatisfy { $0 == 0 } ? matrix : []
  }

  private func with(_ a: [Float], _ b: [Float], _ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Void) {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        guard let first = a.baseAddress, let second = b.baseAddress else { return }
        body(first + offset, second + offset)
      }
    }
  }
}
