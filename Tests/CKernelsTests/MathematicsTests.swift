import CKernels
import Foundation
import Testing

/// The functions of mathematics.h against values of 60 digits (docs/kernels/references.py).
struct MathematicsTests {
  /// A function by the name it has in references.txt, with the bound its header states.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let bound: Double
    let function: @Sendable ([Double]) -> Double
    var testDescription: String { name }

    init(_ name: String, _ bound: Double, _ function: @escaping @Sendable (Double) -> Double) {
      (self.name, self.bound) = (name, bound)
      self.function = { function($0[0]) }
    }

    init(power name: String, _ bound: Double) {
      (self.name, self.bound) = (name, bound)
      function = { dl_pow($0[0], $0[1]) }
    }
  }

  static let cases = [
    Case("exp", 1, dl_exp), Case("exp2", 1, dl_exp2), Case("expm1", 1, dl_expm1), Case("log", 1, dl_log),
    Case("log2", 1, dl_log2), Case("log10", 1, dl_log10), Case("log1p", 1, dl_log1p), Case("tanh", 2.5, dl_tanh),
    Case("sigmoid", 2.5, dl_sigmoid), Case("softplus", 2.5, dl_softplus), Case("sin", 1, dl_sin),
    Case("cos", 1, dl_cos), Case("erf", 2, dl_erf), Case("erfc", 4, dl_erfc), Case("normalCDF", 5, dl_normal_cdf),
    Case("normalQuantile", 3, dl_normal_quantile), Case(power: "pow", 1),
  ]

  struct Reference {
    var arguments: [Double]
    var high: Double
    var low: Double

    /// The distance in units in the last place of the exact value.
    func error(of found: Double) -> Double {
      found == high && !high.isFinite ? 0 : abs((found - high) - low) / max(high.ulp, .leastNonzeroMagnitude)
    }
  }

  static let references: [String: [Reference]] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/kernels")
    let text = (try? String(contentsOf: folder.appending(path: "references.txt"), encoding: .utf8)) ?? ""
    var references: [String: [Reference]] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      let numbers = words.dropFirst().compactMap { Double($0) }
      references[String(words[0]), default: []].append(
        Reference(
          arguments: Array(numbers.dropLast(2)), high: numbers[numbers.count - 2], low: numbers[numbers.count - 1]))
    }
    return references
  }()

  @Test(arguments: cases)
  func `a function of Doubles keeps its error bound`(_ function: Case) throws {
    let references = try #require(Self.references[function.name])
    #expect(references.count >= 100)
    for reference in references {
      let found = function.function(reference.arguments)
      let error = reference.error(of: found)
      #expect(error <= function.bound, "\(function.name)\(reference.arguments) = \(found), off by \(error) ulp")
    }
  }

  @Test
  func `the logarithm of the gamma function keeps its bounds on both sides of zero`() throws {
    for reference in try #require(Self.references["lgamma"]) {
      let found = dl_lgamma(reference.arguments[0])
      if reference.arguments[0] > 0 {
        #expect(reference.error(of: found) <= 3, "\(reference.arguments[0])")
      } else {
        #expect(abs(found - reference.high) <= 3e-15 * max(1, abs(reference.high)), "\(reference.arguments[0])")
      }
    }
  }

  @Test
  func `powers of two and ten have exact logarithms`() {
    for k in -1074...1023 { #expect(dl_log2(dl_exp2(Double(k))) == Double(k)) }
    var power = 1.0
    for k in 0...22 {
      #expect(dl_log10(power) == Double(k))
      power *= 10
    }
  }
}

// MARK: - Special values

extension MathematicsTests {
  @Test(arguments: cases.filter { $0.name != "pow" })
  func `NaN in gives NaN out`(_ function: Case) { #expect(function.function([.nan]).isNaN) }

  @Test
  func `limits are reached without NaN`() {
    let infinity = Double.infinity
    #expect([dl_exp(infinity), dl_exp(710), dl_expm1(710), dl_softplus(infinity)].allSatisfy { $0 == infinity })
    #expect([dl_exp(-infinity), dl_exp(-746), dl_erfc(30), dl_normal_cdf(-40)].allSatisfy { $0 == 0 })
    #expect(dl_exp(-745) == .leastNonzeroMagnitude)
    #expect([dl_tanh(infinity), dl_sigmoid(infinity), dl_erf(infinity), dl_normal_cdf(40)].allSatisfy { $0 == 1 })
    #expect([dl_tanh(-infinity), dl_expm1(-infinity), dl_erf(-infinity)].allSatisfy { $0 == -1 })
    #expect([dl_log(0), dl_log1p(-1), dl_normal_quantile(0)].allSatisfy { $0 == -infinity })
    #expect([dl_log(-1), dl_log1p(-2), dl_normal_quantile(1.5), dl_sin(infinity)].allSatisfy { $0.isNaN })
    #expect(dl_lgamma(0) == infinity && dl_lgamma(-3) == infinity && dl_lgamma(1) == 0 && dl_lgamma(2) == 0)
  }

  @Test
  func `powers have the special values of IEEE 754`() {
    #expect(dl_pow(.nan, 0) == 1 && dl_pow(1, .nan) == 1 && dl_pow(-8, 1.0 / 3).isNaN)
    #expect(dl_pow(-2, 3) == -8 && dl_pow(2, -2) == 0.25 && dl_pow(10, 15) == 1e15)
    #expect(dl_pow(0, -1) == .infinity && dl_pow(-0.0, -3) == -.infinity && dl_pow(-0.0, 3).sign == .minus)
    #expect(dl_pow(-1, .infinity) == 1 && dl_pow(0.5, -.infinity) == .infinity && dl_pow(-.infinity, 3) == -.infinity)
    #expect(dl_pow(10, 309) == .infinity && dl_pow(10, -400) == 0)
  }

  @Test
  func `zeros keep their signs`() {
    for function in [dl_sin, dl_tanh, dl_erf, dl_expm1, dl_log1p] { #expect(function(-0.0).sign == .minus) }
  }
}
