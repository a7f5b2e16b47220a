import CKernels

/// A small convolution with its values, and plain loops that say what its kernels must give.
struct ConvolutionFixture: CustomStringConvertible {
  let shape: dl_convolution
  let input: PanelFixture
  let weights: PanelFixture
  let bias: [Float]
  let gradient: PanelFixture

  init(_ geometry: Geometry, density: Double = 1) {
    let y = geometry.axis(geometry.height)
    let x = geometry.axis(geometry.width)
    let (inputs, outputs, examples) = (geometry.inputs, geometry.outputs, geometry.examples)
    shape = dl_convolution(y: y, x: x, inputs: inputs, outputs: outputs, examples: examples)
    input = PanelFixture(rows: y.size * x.size * examples, columns: inputs, density: density, seed: 1)
    weights = PanelFixture(rows: y.kernel * x.kernel * inputs, columns: outputs, seed: 2)
    bias = PanelFixture(rows: 1, columns: outputs, seed: 3).values
    gradient = PanelFixture(rows: y.out * x.out * examples, columns: outputs, density: density, seed: 4)
  }

  var description: String {
    "\(shape.y.size)×\(shape.x.size)×\(shape.inputs)→\(shape.outputs) k\(shape.y.kernel) s\(shape.y.stride) "
      + "p\(shape.y.padding) batch \(shape.examples)"
  }

  var inputPositions: Int { shape.y.size * shape.x.size }
  var outputPositions: Int { shape.y.out * shape.x.out }
  var taps: Int { shape.y.kernel * shape.x.kernel }
  var paddedBias: [Float] { bias + [Float](repeating: 0, count: dl_panels(shape.outputs) * 16 - bias.count) }

  /// The input as images, one row per example, [panel][example][16] over the features (y, x, c).
  func image(offset: Int = 0) -> [Float] {
    let features = inputPositions * shape.inputs
    var panels = [Float](repeating: 0, count: offset + dl_panels(features) * shape.examples * 16)
    for row in 0..<input.rows {
      let (position, example) = (row / shape.examples, row % shape.examples)
      for channel in 0..<shape.inputs {
        let feature = position * shape.inputs + channel
        panels[offset + (feature / 16 * shape.examples + example) * 16 + feature % 16] = input.value(row, channel)
      }
    }
    return panels
  }

  /// Visits every pair of output and input position that a tap joins, output positions ascending, then taps.
  func visit(_ body: (_ output: Int, _ input: Int, _ tap: Int) -> Void) {
    for oy in 0..<shape.y.out {
      for ox in 0..<shape.x.out {
        for ky in 0..<shape.y.kernel {
          for kx in 0..<shape.x.kernel {
            let iy = oy * shape.y.stride + ky - shape.y.padding
            let ix = ox * shape.x.stride + kx - shape.x.padding
            guard iy >= 0, iy < shape.y.size, ix >= 0, ix < shape.x.size else { continue }
            body(oy * shape.x.out + ox, iy * shape.x.size + ix, ky * shape.x.kernel + kx)
          }
        }
      }
    }
  }

  /// The chains as the header states them, row-major, in the arithmetic of `Number`.
  func chains<Number: BinaryFloatingPoint>(_: Number.Type) -> Chains<Number> {
    let (inputs, outputs, examples) = (shape.inputs, shape.outputs, shape.examples)
    var forward = (0..<outputPositions * examples).flatMap { _ in bias.map { Number($0) } }
    var inputGradient = [Number](repeating: 0, count: input.values.count)
    var weightGradient = [Number](repeating: 0, count: weights.values.count)
    visit { output, source, tap in
      for example in 0..<examples {
        let (row, from) = (output * examples + example, source * examples + example)
        for channel in 0..<inputs {
          let x = Number(input.value(from, channel))
          for unit in 0..<outputs {
            let weight = Number(weights.value(tap * inputs + channel, unit))
            let slope = Number(gradient.value(row, unit))
            forward[row * outputs + unit].addProduct(x, weight)
            inputGradient[from * inputs + channel].addProduct(slope, weight)
            weightGradient[(tap * inputs + channel) * outputs + unit].addProduct(x, slope)
          }
        }
      }
    }
    return Chains(forward: forward, inputGradient: inputGradient, weightGradient: weightGradient)
  }

  struct Chains<Number> {
    var forward: [Number]
    var inputGradient: [Number]
    var weightGradient: [Number]
  }
}

/// The numbers that name a convolution in a list of test cases.
struct Geometry: CustomStringConvertible, Sendable {
  var height: Int
  var width: Int
  var inputs: Int
  var outputs: Int
  var kernel: Int
  var stride = 1
  var padding = 0
  var examples: Int

  func axis(_ size: Int) -> dl_axis {
    dl_axis(
      size: size, kernel: kernel, stride: stride, padding: padding, out: (size + 2 * padding - kernel) / stride + 1)
  }

  var description: String { "\(height)×\(width)×\(inputs)→\(outputs) k\(kernel) s\(stride) p\(padding) n\(examples)" }

  static let all = [
    Geometry(height: 1, width: 1, inputs: 1, outputs: 1, kernel: 1, examples: 1),
    Geometry(height: 7, width: 5, inputs: 3, outputs: 17, kernel: 3, padding: 1, examples: 5),
    Geometry(height: 9, width: 8, inputs: 17, outputs: 16, kernel: 5, stride: 2, padding: 2, examples: 3),
    Geometry(height: 7, width: 7, inputs: 16, outputs: 33, kernel: 3, stride: 2, padding: 1, examples: 9),
    Geometry(height: 3, width: 4, inputs: 64, outputs: 3, kernel: 1, examples: 5),
    Geometry(height: 10, width: 11, inputs: 1, outputs: 32, kernel: 5, examples: 13),
    Geometry(height: 6, width: 6, inputs: 2, outputs: 5, kernel: 3, stride: 3, padding: 2, examples: 65),
    Geometry(height: 4, width: 3, inputs: 40, outputs: 18, kernel: 3, padding: 1, examples: 1),
    Geometry(height: 5, width: 6, inputs: 4, outputs: 4, kernel: 2, stride: 3, padding: 1, examples: 64),
    Geometry(height: 5, width: 7, inputs: 1, outputs: 1, kernel: 1, stride: 2, examples: 63),
    Geometry(height: 4, width: 12, inputs: 5, outputs: 6, kernel: 9, padding: 3, examples: 2),
  ]
}
