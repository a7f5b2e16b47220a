import CKernels
import Tensors
import Testing

struct TensorsTests {
  private func numbers(_ count: Int) -> [Float] { (0..<count).map { Float(($0 * 37) % 101) / 50 - 1 } }

  @Test(arguments: [(1, 1), (3, 16), (5, 17), (8, 100)])
  func `a panel matrix gives back its rows and keeps its padding at zero`(shape: (Int, Int)) {
    let (rows, columns) = shape
    let matrix = PanelMatrix(rows: rows + 2, columns: columns)
    let values = numbers(rows * columns)
    matrix.fill(from: values, rows: rows)
    #expect(matrix.rowMajor(rows: rows) == values)
    #expect(matrix.nonzero(rows: rows) == values.count { $0 != 0 })
    #expect(UInt(bitPattern: matrix.base) % 64 == 0)
  }

  @Test(arguments: [(1, 1), (7, 63), (65, 16), (10, 100)])
  func `weights give back their rows and their transposed copy agrees`(shape: (Int, Int)) throws {
    let (outputs, inputs) = shape
    let weights = DenseWeights(inputs: inputs, outputs: outputs, needsInputGradient: true)
    let values = numbers(inputs * outputs)
    weights.set(values)
    #expect(weights.rowMajor == values)
    let transposed = try #require(weights.transposed)
    #expect(transposed.rowMajor(rows: outputs) == values)
  }

  @Test(arguments: [1, 100_000, 262_144, 700_000])
  func `a buffer begins at a vector, or at a large page if it fills half of one`(count: Int) {
    let buffer = FloatBuffer(count)
    let alignment = count * 4 >= Int(DL_LARGE_PAGE) / 2 ? UInt(DL_LARGE_PAGE) : 64
    #expect(UInt(bitPattern: buffer.base) % alignment == 0)
    #expect(buffer.values.allSatisfy { $0 == 0 } && buffer.values.count == count)
  }

  @Test
  func `a product chooses its path by density alone and gives the same bits on both and in pieces`() {
    let (rows, depth, columns) = (9, 200, 40)
    let weights = DenseWeights(inputs: depth, outputs: columns, needsInputGradient: false)
    weights.set(numbers(depth * columns))
    let sparse = numbers(rows * depth).enumerated().map { $0.offset % 5 == 0 ? $0.element : 0 }
    let input = PanelMatrix(rows: rows, columns: depth)
    input.fill(from: sparse, rows: rows)
    #expect(ProductPath.automatic.runsFromLists(input, rows: rows))
    let results = [ProductPath.automatic, .dense, .lists].map { choice in
      let out = PanelMatrix(rows: rows, columns: columns)
      Product.multiply(
        input, rows: rows, vectors: weights.values.base, initial: nil, into: out,
        lists: ScalarLists(count: rows, depth: depth), choice: choice)
      return out.rowMajor(rows: rows)
    }
    #expect(results[0] == results[1] && results[1] == results[2])
    for (choice, piece) in [(ProductPath.dense, 1), (.dense, 2), (.lists, 1), (.lists, 2), (.lists, 5)] {
      let out = PanelMatrix(rows: rows, columns: columns)
      Product.multiply(
        input, rows: rows, initial: nil, into: out, lists: ScalarLists(count: rows, depth: depth), piece: piece,
        choice: choice
      ) { UnsafePointer(weights.values.base + $0.lowerBound * depth * 16) }
      #expect(out.rowMajor(rows: rows) == results[0], "\(choice) in pieces of \(piece)")
    }
  }

  @Test
  func `a step on weights of many pages leaves a transposed copy that agrees`() throws {
    let (examples, inputs, outputs) = (3, 1030, 520)
    let weights = DenseWeights(inputs: inputs, outputs: outputs, needsInputGradient: true)
    let velocity = FloatBuffer(weights.values.buffer.count)
    let x = PanelMatrix(rows: examples, columns: inputs)
    let gradient = PanelMatrix(rows: examples, columns: outputs)
    x.fill(from: numbers(examples * inputs), rows: examples)
    gradient.fill(from: numbers(examples * outputs), rows: examples)
    let transposed = try #require(weights.transposed)
    #expect(UInt(bitPattern: transposed.base) % UInt(DL_LARGE_PAGE) == 0)
    var rule = dl_sgd(rate: 0.5, momentum: 0.5, l2: 0, l1: 0, keep: 1, nesterov: false)
    var source = dl_gradient_source(
      activations: x.base, columns: nil, gradients: gradient.base, examples: examples, inputs: inputs)
    for path in [DL_PATH_PORTABLE, DL_PATH_V3, DL_PATH_V4] {
      dl_weight_step_sgd(
        &source, outputs, weights.values.base, velocity.base, transposed.base, nil, &rule, 0, weights.values.panels,
        path)
      let expected = FloatBuffer(transposed.buffer.count)
      dl_transpose_weights(weights.values.base, inputs, outputs, expected.base, 0, weights.values.panels, path)
      // Compared apart, so that a failure does not print half a million numbers.
      let agrees = transposed.buffer.values == expected.values
      #expect(agrees, "path \(path.rawValue)")
    }
    #expect(weights.values.nonzero(rows: inputs) > 0)
  }
}
