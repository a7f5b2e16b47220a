import Analysis
import Experiments
import Specifications
import Testing

/// What is said of a plan that was frozen, changed or extended.
struct ProtocolFindingTests {
  private static func text(replicates: Int = 6, delta: String = "0.01", extra: String = "", rate: String = "0.1")
    -> String
  {
    """
    name: small
    question: Does it help?
    seed: 1
    replicates: \(replicates)
    \(extra)
    trial:
      dataset: { name: synthetic-digits, training: 200, validation: 100, test: 100 }
      network: { mlp: { hidden: [16] } }
      optimizer: { sgd: { learningRate: \(rate) } }
      training: { batchSize: 20, epochs: 2 }
    vary: { trial.dropout.hidden: [none, { bernoulli: { rate: 0.2 } }] }
    claims:
      - id: C1
        statement: It helps.
        contrast:
          better: { trial.dropout.hidden: { bernoulli: { rate: 0.2 } } }
          than: { trial.dropout.hidden: none }
        delta: \(delta)
    """
  }

  private static func read(_ text: String) throws -> Experiment { try Experiment.read(yaml: text, file: "a.yaml") }

  private static func finding(_ now: String, frozen: String = text(), trialsRead: Int = 0) throws -> ProtocolFinding {
    let before = try read(frozen)
    let freezing = Freezing(
      name: before.name, tier: before.tier, digest: "1a2b3c4d5e6f7a8b", effective: before.effective.yaml,
      commit: "c0ffee", frozenAt: 1_700_000_000.5, trialsRead: trialsRead)
    return ProtocolFinding(of: try read(now), freezings: [freezing])
  }

  @Test
  func `without a freeze nothing is promised`() throws {
    let finding = ProtocolFinding(of: try Self.read(Self.text()), freezings: [])
    #expect(finding.state == .notFrozen && !finding.isFlagged)
  }

  @Test
  func `what did not change was frozen before, and when is said`() throws {
    let finding = try Self.finding(Self.text())
    #expect(finding.state == .frozenBefore)
    #expect(
      finding.sentences == [
        "Frozen before the test split was read on 2023-11-14T22:13:20Z, commit c0ffee, digest 1a2b3c4d5e6f."
      ])
  }

  @Test
  func `every change is named`() throws {
    let finding = try Self.finding(Self.text(delta: "0.001", rate: "0.3"))
    #expect(
      finding.state
        == .changedAfter([
          "C1.delta was 0.01 and is 0.001", "trial.optimizer.sgd.learningRate was 0.1 and is 0.3",
        ]))
    #expect(finding.isFlagged)
    let without = Self.text().split(separator: "\n").prefix { !$0.hasPrefix("claims") }.joined(separator: "\n")
    #expect(try Self.finding(without).state == .changedAfter(["claim C1 was removed"]))
    #expect(try Self.finding(Self.text(), frozen: without).state == .changedAfter(["claim C1 was added"]))
  }

  @Test
  func `more replicates are an extension, declared or after looking`() throws {
    #expect(try Self.finding(Self.text(replicates: 12)).growth == "extended from 6 to 12 after looking")
    #expect(try Self.finding(Self.text(replicates: 12)).isFlagged)
    let declared = Self.text(extra: "extension: 12")
    let grown = try Self.finding(Self.text(replicates: 12, extra: "extension: 12"), frozen: declared)
    #expect(grown.state == .frozenBefore && !grown.isFlagged)
    #expect(grown.growth?.contains("as declared in the freeze; every level is halved") == true)
    let beyond = try Self.finding(Self.text(replicates: 14, extra: "extension: 14"), frozen: declared)
    #expect(beyond.growth == "extended from 6 to 14 after looking" && beyond.isFlagged)
    let fewer = try Self.finding(Self.text(replicates: 3))
    #expect(fewer.state == .frozenBefore && fewer.isFlagged)
    #expect(fewer.growth == "reduced from 6 to 3 replicates after it was frozen")
  }

  private static func grown(_ now: String, from earlier: [String], freezings: [Freezing] = []) throws -> ProtocolFinding
  {
    ProtocolFinding(of: try read(now), freezings: freezings, read: try earlier.map { try read($0) })
  }

  @Test
  func `without a freeze, replicates that came after a verdict could be read are marked`() throws {
    let one = try Self.grown(Self.text(replicates: 9), from: [Self.text(replicates: 5)])
    #expect(one.state == .notFrozen && one.growth == "extended from 5 to 9 after looking" && one.isFlagged)
    #expect(one.sentences.last == "The experiment was extended from 5 to 9 after looking.")
    let many = try Self.grown(
      Self.text(replicates: 12), from: [5, 9, 7].map { Self.text(replicates: $0) })
    #expect(many.growth == "extended from 5 by way of 7 and 9 to 12 after looking" && many.isFlagged)
    let fewer = try Self.grown(Self.text(replicates: 5), from: [Self.text(replicates: 9)])
    #expect(fewer.growth == "reduced from 9 to 5 replicates after looking" && fewer.isFlagged)
    let look = Self.text(replicates: 5, extra: "tier: look")
    #expect(try Self.grown(Self.text(replicates: 9), from: [look]).growth == nil)
  }

  @Test
  func `an extension that was declared before the first look is accounted for, once and so far`() throws {
    func plan(_ replicates: Int, _ extra: String = "extension: 9") -> String {
      Self.text(replicates: replicates, extra: extra)
    }
    let declared = try Self.grown(plan(9), from: [plan(5)])
    #expect(!declared.isFlagged && declared.growth?.contains("as declared before; every level is halved") == true)
    #expect(try Self.grown(plan(12, "extension: 12"), from: [plan(5)]).isFlagged)
    #expect(try Self.grown(plan(9, ""), from: [plan(5)]).isFlagged)
    #expect(try Self.grown(plan(9), from: [plan(5), plan(7)]).isFlagged)
  }

  @Test
  func `a second change of claims does not hide the first one`() throws {
    let versions = [Self.text(delta: "0.05"), Self.text(delta: "0.01")]
    let now = versions[1].replacing("It helps.", with: "It does help.")
    #expect(
      try Self.grown(now, from: versions).lateClaims
        == ["C1.delta was 0.05 and is 0.01", "C1.statement was It helps. and is It does help."])
  }

  @Test
  func `a freeze in time answers for its own replicates`() throws {
    let experiment = try Self.read(Self.text(replicates: 9))
    func frozen(_ trialsRead: Int) -> Freezing {
      Freezing(
        name: "small", tier: nil, digest: "", effective: experiment.effective.yaml, commit: "", frozenAt: 0,
        trialsRead: trialsRead)
    }
    let earlier = [Self.text(replicates: 5)]
    #expect(try Self.grown(Self.text(replicates: 9), from: earlier, freezings: [frozen(0)]).growth == nil)
    let late = try Self.grown(Self.text(replicates: 9), from: earlier, freezings: [frozen(10)])
    #expect(late.state == .frozenLate(10) && late.growth == "extended from 5 to 9 after looking")
  }

  @Test
  func `a freeze after the trials proves nothing, and another tier's counts for nothing`() throws {
    #expect(try Self.finding(Self.text(), trialsRead: 4).state == .frozenLate(4))
    let other = Freezing(
      name: "small", tier: .standard, digest: "", effective: try Self.read(Self.text()).effective.yaml, commit: "",
      frozenAt: 0, trialsRead: 0)
    #expect(ProtocolFinding(of: try Self.read(Self.text()), freezings: [other]).state == .notFrozen)
  }

  @Test
  func `the power guard says what cannot be decided, and how many replicates would`() throws {
    #expect(PowerGuard(of: try Self.read(Self.text())).warnings == [])
    let exact = Self.text(replicates: 5) + "\n    test: signFlip"
    #expect(
      PowerGuard(of: try Self.read(exact)).warnings == [
        "C1: 5 replicates cannot reach 'reproduced' by its exact test; 6 are the least that can"
      ])
    let many = PowerGuard(of: try Self.read(Self.text(replicates: 50) + "\n    test: signFlip")).warnings
    #expect(many == ["C1: 50 replicates are more than the 40 that its exact test counts; name another test"])
    #expect(PowerGuard(of: try Self.read(Self.text(replicates: 1))).warnings.first?.contains("2 are the least") == true)
    // With n = 6 an effect of 1.435 standard deviations has power 80 %; d = .5 needs 34 pairs (G*Power).
    let wide = PowerGuard(of: try Self.read(Self.text()), pilot: ["C1": 0.02]).warnings
    #expect(
      wide == [
        "C1: at the spread of archived trials 6 replicates find effects of 0.0287 with power 80 %, more than its δ of "
          + "0.0100; 34 would"
      ])
    #expect(PowerGuard(of: try Self.read(Self.text()), pilot: ["C1": 0.005]).warnings == [])
  }
}
