import CKernels
import Testing

/// The Float array functions: error bounds against Double, the same bits on every path, in place and at every length.
struct FloatFunctionTests {
  typealias ArrayFunction = @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, dl_path) -> Void

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bound: Double
    let exact: @Sendable (Double) -> Double
    let array: ArrayFunction

    func callAsFunction(_ x: [Float], _ path: dl_path = DL_PATH_FASTEST) -> [Float] {
      var y = [Float](repeating: 9, count: x.count)
      array(x, &y, x.count, path)
      return y
    }
  }

  static let cases = [
    Case(testDescription: "exp", bound: 1.1, exact: { dl_exp($0) }) { dl_exp_f32($0, $1, $2, $3) },
    Case(testDescription: "log", bound: 1, exact: { dl_log($0) }) { dl_log_f32($0, $1, $2, $3) },
    Case(testDescription: "tanh", bound: 1.5, exact: { dl_tanh($0) }) { dl_tanh_f32($0, $1, $2, $3) },
    Case(testDescription: "sigmoid", bound: 2.5, exact: { dl_sigmoid($0) }) { dl_sigmoid_f32($0, $1, $2, $3) },
  ]

  /// Floats of every exponent and sign, infinities and NaNs among them, and a dense scan where functions bend.
  static let scan: [Float] =
    stride(from: UInt32(0), to: UInt32.max - 200_003, by: 200_003).map { Float(bitPattern: $0) }
    + (-20_000...20_000).map { Float($0) / 1_024 } + [.infinity, -.infinity, .nan, 0, -0.0, 88.72284, -87.33655]

  @Test(arguments: cases)
  func `a function of Floats keeps its error bound`(_ function: Case) {
    var worst = 0.0
    for (x, found) in zip(Self.scan, function(Self.scan)) {
      let exact = function.exact(Double(x))
      if exact.isNaN { #expect(found.isNaN, "\(x)") }
      let rounded = Float(exact)
      guard rounded.isFinite else {
        #expect(found == rounded || exact.isNaN, "\(x)")
        continue
      }
      worst = max(worst, abs(Double(found) - exact) / Double(max(rounded.ulp, .leastNonzeroMagnitude)))
    }
    #expect(worst <= function.bound, "off by \(worst) ulp")
  }

  @Test(arguments: cases)
  func `both paths give the same bits at every length`(_ function: Case) {
    for count in Array(0...17) + [Self.scan.count] {
      let x = Array(Self.scan.suffix(count))
      let fast = function(x, DL_PATH_V3).map(Self.bits)
      let portable = function(x, DL_PATH_PORTABLE).map(Self.bits)
      #expect(fast == portable, "\(count) numbers")
    }
  }

  /// The sign of what is no number follows from the order of operands, in which paths that are not optimised differ.
  private static func bits(_ x: Float) -> UInt32 {
    #if UNOPTIMISED_C
      x.isNaN ? Float.nan.bitPattern : x.bitPattern
    #else
      x.bitPattern
    #endif
  }

  @Test(arguments: cases)
  func `a number has the same bits alone, in a crowd and in place`(_ function: Case) {
    var x = Array(Self.scan.prefix(1_003))
    let crowd = function(x).map(\.bitPattern)
    for place in stride(from: 0, to: x.count, by: 97) {
      #expect(function([x[place]])[0].bitPattern == crowd[place])
    }
    x.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      function.array(base, base, buffer.count, DL_PATH_FASTEST)
    }
    #expect(x.map(\.bitPattern) == crowd)
  }

  @Test
  func `exponentials of Double arrays have the bits of the scalar on both paths`() {
    let x = stride(from: -760.0, through: 720, by: 0.37).map { $0 } + [.nan, .infinity, -.infinity, 0]
    for path in [DL_PATH_PORTABLE, DL_PATH_V3] {
      var y = [Double](repeating: 0, count: x.count)
      dl_exp_f64(x, &y, x.count, path)
      #expect(zip(x, y).allSatisfy { dl_exp($0).bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) })
    }
  }
}

// MARK: - Activations

extension FloatFunctionTests {
  @Test
  func `pullbacks of tanh and sigmoid are their derivatives`() {
    let x = (-40...40).map { Float($0) / 10 }
    let dy = x.map { 1 + $0 * $0 }
    var tanh = x
    var sigmoid = x
    dl_tanh_pullback_f32(Self.cases[2](x), dy, &tanh, x.count, DL_PATH_FASTEST)
    dl_sigmoid_pullback_f32(Self.cases[3](x), dy, &sigmoid, x.count, DL_PATH_FASTEST)
    for (place, value) in x.map(Double.init).enumerated() {
      let outer = Double(dy[place])
      let t = dl_tanh(value)
      let s = dl_sigmoid(value)
      #expect(abs(Double(tanh[place]) - outer * (1 - t * t)) < 2e-6 * outer)
      #expect(abs(Double(sigmoid[place]) - outer * s * (1 - s)) < 1e-6 * outer)
    }
  }

  @Test
  func `leaky ReLU bends at zero and passes gradients by the sign of its output`() {
    let x: [Float] = [-2, -1, -0.0, 0, 1, 2, .nan, 3, -8]
    var y = x
    dl_leaky_relu_f32(x, 0.25, &y, x.count, DL_PATH_FASTEST)
    #expect(y[0...5] == [-0.5, -0.25, 0, 0, 1, 2] && y[6].isNaN && y[7] == 3 && y[8] == -2)
    #expect(y[2].sign == .plus)
    var dx = [Float](repeating: 4, count: x.count)
    dl_leaky_relu_pullback_f32(y, 0.25, dx, &dx, x.count, DL_PATH_PORTABLE)
    #expect(dx[0...5] == [1, 1, 1, 1, 4, 4] && dx[8] == 1)
  }
}
