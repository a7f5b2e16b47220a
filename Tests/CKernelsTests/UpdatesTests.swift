import CKernels
import Testing

/// Gradients and rules: fused and apart, dense and from lists, against formulas in Double.
struct UpdatesTests {
  static let shapes = [(1, 1, 1), (7, 63, 65), (100, 33, 10), (130, 20, 70), (64, 1000, 7)]

  private struct Step {
    var weights: [Float]
    var velocity: [Float]
    var transposed: [Float]
    /// Of the units before the step.
    var squares: [Double]
  }

  /// Runs the fused step for (examples, inputs, outputs).
  private func fused(
    _ shape: (Int, Int, Int), density: Double, fromLists: Bool, rule: dl_sgd, path: dl_path, cuts: [Int]? = nil
  ) -> Step {
    let (examples, inputs, outputs) = shape
    let x = PanelFixture(rows: examples, columns: inputs, density: density, seed: 11).panels()
    let gradients = PanelFixture(rows: examples, columns: outputs, density: 0.5, seed: 12).panels()
    let panels = dl_panels(outputs)
    var step = Step(
      weights: PanelFixture(rows: inputs, columns: outputs, seed: 13).panels(),
      velocity: PanelFixture(rows: inputs, columns: outputs, seed: 14).panels(),
      transposed: [Float](repeating: 0, count: dl_panels(inputs) * outputs * 16),
      squares: [Double](repeating: .nan, count: panels * 16))
    let fixture = ListFixture(count: inputs, depth: examples)
    dl_collect_columns(x, examples, inputs, &fixture.lists, path)
    var rule = rule
    x.withUnsafeBufferPointer { x in
      gradients.withUnsafeBufferPointer { gradients in
        withUnsafePointer(to: fixture.lists) { lists in
          var source = dl_gradient_source(
            activations: x.baseAddress, columns: fromLists ? lists : nil, gradients: gradients.baseAddress,
            examples: examples, inputs: inputs)
          let ranges = cuts ?? [0, panels]
          for (first, last) in zip(ranges, ranges.dropFirst()) {
            dl_weight_step_sgd(
              &source, outputs, &step.weights, &step.velocity, &step.transposed, &step.squares, &rule, first, last,
              path)
          }
        }
      }
    }
    return step
  }

  private let rule = dl_sgd(rate: 0.1, momentum: 0.9, l2: 0.01, l1: 0.001, keep: 0.99, nesterov: true)

  @Test(arguments: shapes)
  func `the fused step has the same bits from lists, dense, on every path and in any split`(shape: (Int, Int, Int)) {
    let expected = fused(shape, density: 0.3, fromLists: false, rule: rule, path: DL_PATH_PORTABLE)
    let panels = dl_panels(shape.2)
    for path in ProductsTests.paths {
      for fromLists in [true, false] {
        for threads in 1...4 {
          let cuts = (0...threads).map { $0 * panels / threads }
          let found = fused(shape, density: 0.3, fromLists: fromLists, rule: rule, path: path, cuts: cuts)
          #expect(found.weights == expected.weights && found.velocity == expected.velocity)
          #expect(found.transposed == expected.transposed && found.squares == expected.squares)
        }
      }
    }
  }

  @Test(arguments: shapes)
  func `the fused step follows its formula`(shape: (Int, Int, Int)) {
    let (examples, inputs, outputs) = shape
    let x = PanelFixture(rows: examples, columns: inputs, density: 0.3, seed: 11)
    let gradients = PanelFixture(rows: examples, columns: outputs, density: 0.5, seed: 12)
    let weights = PanelFixture(rows: inputs, columns: outputs, seed: 13)
    let velocity = PanelFixture(rows: inputs, columns: outputs, seed: 14)
    let found = fused(shape, density: 0.3, fromLists: true, rule: rule, path: DL_PATH_FASTEST)
    for input in 0..<inputs {
      for output in 0..<outputs {
        let w = Double(weights.value(input, output))
        var g = (0..<examples).reduce(0.0) {
          $0 + Double(x.value($1, input)) * Double(gradients.value($1, output))
        }
        g += 0.01 * w + 0.001 * (w > 0 ? 1 : w < 0 ? -1 : 0)
        let v = 0.9 * Double(velocity.value(input, output)) + g
        let expected = 0.99 * w - 0.1 * (g + 0.9 * v)
        let at = (output / 16 * inputs + input) * 16 + output % 16
        #expect((Double(found.weights[at]) - expected).magnitude < 1e-5)
        #expect((Double(found.velocity[at]) - v).magnitude < 1e-5)
        #expect(found.transposed[(input / 16 * outputs + output) * 16 + input % 16] == found.weights[at])
      }
    }
  }

  @Test(arguments: shapes)
  func `squares of units are one chain over their inputs, before the step and apart, in any split`(
    shape: (Int, Int, Int)
  ) {
    let (_, inputs, outputs) = shape
    let fixture = PanelFixture(rows: inputs, columns: outputs, seed: 13)
    let panels = dl_panels(outputs)
    var expected = [Double](repeating: 0, count: panels * 16)
    for output in 0..<outputs {
      for input in 0..<inputs {
        let w = Double(fixture.value(input, output))
        expected[output].addProduct(w, w)
      }
    }
    for path in ProductsTests.paths {
      for threads in 1...4 {
        let cuts = (0...threads).map { $0 * panels / threads }
        var apart = [Double](repeating: .nan, count: panels * 16)
        for (first, last) in zip(cuts, cuts.dropFirst()) {
          dl_unit_squares(fixture.panels(), inputs, &apart, first, last, path)
        }
        #expect(apart == expected)
        let found = fused(shape, density: 0.3, fromLists: true, rule: rule, path: path, cuts: cuts)
        #expect(found.squares == expected)
      }
    }
  }

  @Test
  func `Adam follows its formula`() {
    let start = PanelFixture(rows: 4, columns: 16, seed: 15).values
    let gradient = PanelFixture(rows: 4, columns: 16, seed: 16).values
    for path in ProductsTests.paths {
      var weights = start
      var (mean, square) = ([Float](repeating: 0, count: 64), [Float](repeating: 0, count: 64))
      var rule = dl_adam(
        step: Float(0.001 / (1 - 0.9)), beta1: 0.9, beta2: 0.999, scale: Float(1 / (1 - 0.999).squareRoot()),
        epsilon: 1e-8, l2: 0, l1: 0, keep: 1)
      dl_update_adam(&weights, &mean, &square, gradient, 64, &rule, path)
      for index in 0..<64 {
        let g = Double(gradient[index])
        // The first step of Adam is the learning rate times the sign of the gradient.
        let expected = Double(start[index]) - 0.001 * g / (g.magnitude + 1e-8)
        #expect((Double(weights[index]) - expected).magnitude < 2e-7)
      }
    }
  }

  @Test
  func `max-norm ends at the bound, keeps directions, leaves what is inside alone and is idempotent`() {
    let (inputs, outputs) = (37, 21)
    let start = PanelFixture(rows: inputs, columns: outputs, seed: 17)
    let norms = (0..<outputs).map { output in
      (0..<inputs).reduce(0.0) { $0 + Double(start.value($1, output)) * Double(start.value($1, output)) }.squareRoot()
    }
    let limit = norms.sorted()[outputs / 2]
    for path in ProductsTests.paths {
      var weights = start.panels()
      var scaled = 0
      dl_max_norm(&weights, inputs, limit, &scaled, 0, dl_panels(outputs), path)
      #expect(scaled == norms.count { $0 > limit })
      for output in 0..<outputs {
        let column = (0..<inputs).map { weights[(output / 16 * inputs + $0) * 16 + output % 16] }
        let norm = column.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        #expect(norm <= limit)
        let isInside = norms[output] <= limit
        let before = (0..<inputs).map { start.value($0, output) }
        #expect(!isInside || column == before)
        for (new, old) in zip(column, before) where !isInside {
          #expect((Double(new) - Double(old) * limit / norms[output]).magnitude < 1e-6)
        }
      }
      var again = weights
      scaled = 0
      dl_max_norm(&again, inputs, limit, &scaled, 0, dl_panels(outputs), path)
      #expect(again == weights && scaled == 0)
    }
  }

  @Test
  func `the bias gradient is one chain over the examples`() {
    let gradients = PanelFixture(rows: 77, columns: 35, seed: 18)
    for path in ProductsTests.paths {
      var sums = [Float](repeating: 0, count: 48)
      dl_bias_gradient(gradients.panels(), 77, &sums, 0, 3, path)
      #expect(
        Array(sums.prefix(35)) == (0..<35).map { column in (0..<77).reduce(0) { $0 + gradients.value($1, column) } })
    }
  }
}
