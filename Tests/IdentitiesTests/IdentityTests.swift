import NeuralNets
import Randomness
import Specifications
import Testing

@testable import Identities

/// Every identity holds for the package, and fails for the faults that it is there to see.
struct IdentityTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let identity: Identity
    var testDescription: String { identity.id }
  }

  @Test(arguments: Identity.all.map(Case.init))
  func `an identity of the catalogue holds`(_ item: Case) {
    let evidence = item.identity.check()
    #expect(evidence.findings.count >= 3)
    for failure in evidence.failures {
      Issue.record(
        """
        \(item.identity.id): \(failure.what): found \(failure.found), \
        expected \(failure.relation.rawValue) \(failure.expected) ± \(failure.tolerance)
        """)
    }
  }

  @Test
  func `the catalogue is complete and in order`() {
    let numbers = Array(1...17) + Array(19...22) + Array(24...36)
    #expect(Identity.all.map(\.id) == numbers.map { $0 < 10 ? "T0\($0)" : "T\($0)" })
    #expect(Identity.all.allSatisfy { $0.statement.hasSuffix(".") && !$0.source.isEmpty })
  }
}

// MARK: - Planted faults

extension IdentityTests {
  static func identity(_ id: String) throws -> Identity { try #require(Identity.all.first { $0.id == id }) }

  /// Which identities notice a fault.
  static func noticing(_ subject: Subject, among ids: [String]) throws -> [String] {
    try ids.filter { try !identity($0).check(subject).holds }
  }

  @Test
  func `scaling by 1 / (1 − p) is seen by the moments`() throws {
    var subject = Subject.current
    subject.factors = { request in
      guard case .bernoulli(let rate, .inverted) = request.dropout, rate.dropping > 0 else { return request.factors }
      return request.factors.map { $0 == 0 ? 0 : Float(1 / rate.dropping) }
    }
    #expect(try Self.noticing(subject, among: ["T01", "T02", "T03"]) == ["T02", "T03"])
  }

  @Test
  func `a mask shared by the batch is seen by the sampler`() throws {
    var subject = Subject.current
    subject.factors = { request in
      var single = request
      single.examples = [0]
      let row = single.factors
      return request.examples.flatMap { _ in row }
    }
    #expect(try Self.noticing(subject, among: ["T01", "T03"]) == ["T01", "T03"])
  }

  @Test
  func `noise in evaluation is seen by the semantics of evaluation`() throws {
    var subject = Subject.current
    subject.evaluation = .sampling(RandomPlan(seed: 1).replicate(0), sample: 0)
    #expect(try Self.noticing(subject, among: ["T01", "T03"]) == ["T03"])
  }

  @Test
  func `keeping with the rate of dropping is seen by the sampler`() throws {
    var subject = Subject.current
    subject.factors = { request in
      guard case .bernoulli(let rate, .classic) = request.dropout else { return request.factors }
      var swapped = request
      swapped.dropout = .bernoulli(rate: .init(retention: rate.dropping), convention: .classic)
      return swapped.factors
    }
    #expect(try Self.noticing(subject, among: ["T01", "T02"]) == ["T01", "T02"])
  }

  @Test
  func `a mask that stays the same from step to step is seen by the sampler`() throws {
    var subject = Subject.current
    subject.factors = { request in
      guard case .training(let plan, _) = request.pass else { return request.factors }
      var frozen = request
      frozen.pass = .training(plan, step: 0)
      return frozen.factors
    }
    #expect(try Self.noticing(subject, among: ["T01"]) == ["T01"])
  }

  @Test
  func `a deviation of q / p instead of its root is seen by the Gaussian identity`() throws {
    var subject = Subject.current
    subject.factors = { request in
      guard case .gaussian(let rate) = request.dropout else { return request.factors }
      let root = (rate.dropping / rate.retention).squareRoot()
      return request.factors.map { 1 + ($0 - 1) * Float(root) }
    }
    #expect(try Self.noticing(subject, among: ["T21"]) == ["T21"])
  }

  @Test
  func `evidence without findings, or with NaN, does not hold`() {
    var evidence = Evidence()
    #expect(!evidence.holds)
    evidence.equal("NaN", .nan, 0)
    evidence.equal("lengths", [1, 2], [1])
    evidence.equal("NaN among others", [1, .nan], [1, 2])
    #expect(evidence.failures.count == 3)
  }
}
