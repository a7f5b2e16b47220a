import CKernels
import Tensors
import Testing

/// The doors of convolutions: whichever kernel they choose, the numbers are the same.
struct ConvolutionTests {
  private let shape = ConvolutionShape(height: 6, width: 7, inputs: 20, outputs: 33, kernel: 3, padding: 1)
  private let examples = 9

  private func matrix(rows: Int, columns: Int, density: Int = 100, seed: Int) -> PanelMatrix {
    let matrix = PanelMatrix(rows: rows, columns: columns)
    let values = (0..<rows * columns).map { index in
      (index * 7919 + seed) % 100 < density ? Float((index * 104_729 + seed * 31) % 1021) / 1021 - 0.4 : 0
    }
    matrix.fill(from: values, rows: rows)
    return matrix
  }

  private func products(
    density: Int, choice: ProductPath, weights weightChoice: WeightGradientPath
  ) -> [[Float]] {
    let (inputs, outputs) = (shape.inputPositions * examples, shape.outputPositions * examples)
    let input = matrix(rows: inputs, columns: 20, density: density, seed: 1)
    let gradient = matrix(rows: outputs, columns: 33, density: density, seed: 2)
    let weights = matrix(rows: shape.fanIn, columns: 33, seed: 3)
    let lists = ScalarLists(Convolution.lists(of: shape, from: .maps, capacity: examples))
    let out = PanelMatrix(rows: outputs, columns: 33)
    Convolution.forward(
      shape, input, from: .maps, examples: examples, weights: weights, initial: nil, into: out, lists: lists,
      choice: choice)
    let turned = PanelMatrix(rows: shape.taps * 33, columns: 20)
    Convolution.transpose(shape, weights, into: turned)
    let back = PanelMatrix(rows: inputs, columns: 20)
    Convolution.inputGradient(
      shape, gradient, examples: examples, transposed: turned, into: back, lists: lists, choice: choice)
    let slopes = PanelMatrix(rows: shape.fanIn, columns: 33)
    Convolution.weightGradient(
      shape, input, from: .maps, gradient, examples: examples, into: slopes, turned: turned, lists: lists,
      choice: weightChoice)
    return [out.rowMajor(rows: outputs), back.rowMajor(rows: inputs), slopes.rowMajor(rows: shape.fanIn)]
  }

  @Test(arguments: [100, 40, 3])
  func `dense, lists and the automatic choice give the same bits`(density: Int) {
    let expected = products(density: density, choice: .dense, weights: .dense)
    #expect(products(density: density, choice: .lists, weights: .gradientLists) == expected)
    #expect(products(density: density, choice: .lists, weights: .inputLists) == expected)
    #expect(products(density: density, choice: .automatic, weights: .automatic) == expected)
  }

  @Test(arguments: [100, 40, 3])
  func `the gradient from images is the same by any choice`(density: Int) {
    let shape = ConvolutionShape(height: 9, width: 8, inputs: 2, outputs: 20, kernel: 5, stride: 2, padding: 2)
    let images = matrix(rows: examples, columns: 9 * 8 * 2, density: density, seed: 4)
    let gradient = matrix(rows: shape.outputPositions * examples, columns: 20, seed: 5)
    let lists = ScalarLists(Convolution.lists(of: shape, from: .image, capacity: examples))
    let results = [WeightGradientPath.dense, .inputLists, .automatic].map { choice in
      let slopes = PanelMatrix(rows: shape.fanIn, columns: 20)
      Convolution.weightGradient(
        shape, images, from: .image, gradient, examples: examples, into: slopes,
        turned: PanelMatrix(rows: 0, columns: 2), lists: lists, choice: choice)
      return slopes.rowMajor(rows: shape.fanIn)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test
  func `a batch smaller than the capacity leaves no trace of the largest`() {
    let few = 4
    let weights = matrix(rows: shape.fanIn, columns: 33, seed: 3)
    let values = matrix(rows: shape.inputPositions * few, columns: 20, seed: 1)
    let results = [few, examples].map { capacity in
      let input = PanelMatrix(rows: shape.inputPositions * capacity, columns: 20)
      input.base.update(repeating: .nan, count: input.buffer.count)
      input.base.update(from: values.base, count: values.buffer.count)
      let out = PanelMatrix(rows: shape.outputPositions * capacity, columns: 33)
      Convolution.forward(
        shape, input, from: .maps, examples: few, weights: weights, initial: nil, into: out,
        lists: ScalarLists(Convolution.lists(of: shape, from: .maps, capacity: capacity)))
      return out.rowMajor(rows: shape.outputPositions * few)
    }
    #expect(results[0] == results[1])
    #expect(results[0].allSatisfy { !$0.isNaN })
  }

  @Test
  func `places name PyTorch's order of a filter`() {
    let shape = ConvolutionShape(height: 4, width: 4, inputs: 2, outputs: 1, kernel: 2)
    // Rows (ky, kx, c) 0 … 7 in PyTorch's (c, ky, kx).
    #expect(shape.places == [0, 4, 1, 5, 2, 6, 3, 7])
    #expect(shape.places.sorted() == Array(0..<shape.fanIn))
  }

  @Test(arguments: [(28, 5, 1, 0, 24), (28, 3, 2, 1, 14), (7, 3, 3, 0, 2), (5, 1, 2, 0, 3)])
  func `an axis counts its outputs`(numbers: (Int, Int, Int, Int, Int)) {
    let (size, kernel, stride, padding, outputs) = numbers
    #expect(WindowAxis(size: size, kernel: kernel, stride: stride, padding: padding).outputs == outputs)
  }
}
