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
    func ids(_ letter: String, _ count: Int) -> [String] { (1...count).map { letter + ($0 < 10 ? "0" : "") + "\($0)" } }
    #expect(Identity.all.map(\.id) == ids("T", 36) + ids("M", 12))
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
    #expect(try Self.noticing(subject, among: ["T01", "T03", "T18"]) == ["T01", "T03", "T18"])
  }

  @Test
  func `noise in evaluation is seen by the semantics of evaluation`() throws {
    var subject = Subject.current
    subject.evaluation = .sampling(RandomPlan(seed: 1).replicate(0), sample: 0)
    let noticing = try Self.noticing(subject, among: ["T01", "T03", "T18", "T23", "T31"])
    #expect(noticing == ["T03", "T18", "T23", "T31"])
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
      guard case .training(let plan, _, _) = request.pass else { return request.factors }
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
  func `a mask on the wrong axis is seen by the spatial identity`() throws {
    var subject = Subject.current
    subject.factors = { request in
      guard case .spatial(let rate) = request.dropout else { return request.factors }
      var own = request
      own.dropout = .bernoulli(rate: rate, convention: .inverted)
      return own.factors
    }
    #expect(try Self.noticing(subject, among: ["T01", "T18"]) == ["T18"])
  }

  @Test
  func `a mask redrawn per time step, one for all sequences and one for all places are seen by the tied identity`()
    throws
  {
    var redrawn = Subject.current
    redrawn.sequences = { request in
      guard case .tied(let rate) = request.dropout.state else { return request.factors }
      var own = request
      own.dropout.state = .perStep(rate: rate)
      return own.factors
    }
    var shared = Subject.current
    shared.sequences = { request in
      var own = request
      own.examples = request.examples.map { _ in 0 }
      return own.factors
    }
    var single = Subject.current
    single.sequences = { request in
      let factors = request.factors
      return SequenceFactors(input: factors.recurrent, recurrent: factors.recurrent)
    }
    for subject in [redrawn, shared, single] {
      #expect(try Self.noticing(subject, among: ["T23", "T24"]) == ["T23"])
    }
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
