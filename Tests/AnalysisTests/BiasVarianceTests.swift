import Analysis
import Datasets
import Experiments
import NeuralNets
import Specifications
import Statistics
import Testing

/// Predictions made by hand, taken apart.
struct BiasVarianceTests {
  private static let request = ProbeRequest(.predictions(samples: 0), sample: ProbeSample(split: .test, examples: 2))

  /// A design of one plain configuration and a bag of two, over so many training sets.
  private func design(_ replicates: Int) -> ExperimentDesign {
    let fixture = Fixture()
    let specs = [Int?.none, 1, 2].map { member -> TrialSpec in
      var spec = fixture.spec(0)
      spec.dataset.bootstrap = member
      return spec
    }
    let trials = specs.indices.flatMap { index in
      (0..<replicates).map { replicate in
        PlannedTrial(
          id: Self.id(index, replicate), spec: specs[index], seed: 1, replicate: replicate, configuration: index,
          position: 0, purpose: .measurement, keepsWeights: false, probes: [Self.request])
      }
    }
    return ExperimentDesign(
      name: "bias", question: "", seed: 1, replicates: replicates, metric: MetricChoice(),
      configurations: specs.indices.map {
        DesignedConfiguration(
          index: $0, label: "arm \($0)", fields: [], spec: specs[$0], baseline: $0 > 0 ? 0 : nil, isBaseline: $0 == 0)
      }, trials: trials)
  }

  private static func id(_ configuration: Int, _ replicate: Int) -> TrialID {
    TrialID(hex: "\(configuration)\(replicate)")
  }

  /// Probabilities of class 1 of two examples, whose classes are 1 and 0.
  private func record(_ first: Double, _ second: Double, label: Double = 1) -> ProbeRecord {
    ProbeRecord(
      request: Self.request,
      values: [(0.0, first, label), (1.0, second, 0.0)].flatMap { place, share, label in
        [
          ProbeValue(.target, at: place, label), ProbeValue(.predicted, layer: "0", at: place, 1 - share),
          ProbeValue(.predicted, layer: "1", at: place, share),
        ]
      })
  }

  private func found(_ plain: [(Double, Double)], _ bag: [[(Double, Double)]]) -> [BiasVariance] {
    var probes: [TrialID: [ProbeRecord]] = [:]
    for (replicate, shares) in plain.enumerated() { probes[Self.id(0, replicate)] = [record(shares.0, shares.1)] }
    for (member, shares) in bag.enumerated() {
      for (replicate, share) in shares.enumerated() {
        probes[Self.id(member + 1, replicate)] = [record(share.0, share.1)]
      }
    }
    return BiasVariance.all(of: design(plain.count), evidence: Evidence(outcomes: [:], probes: probes))
  }

  /// As training examples of replicates are, of which each has its own.
  @Test func `predictions of different examples are not taken apart`() {
    let probes = [1.0, 1, 0].enumerated().map { (Self.id(0, $0), [record(0.9, 0.2, label: $1)]) }
    let evidence = Evidence(outcomes: [:], probes: Dictionary(uniqueKeysWithValues: probes))
    #expect(BiasVariance.all(of: design(3), evidence: evidence).isEmpty)
    #expect(found([(0.9, 0.2), (0.9, 0.2), (0.9, 0.2)], []).count == 1)
  }

  @Test func `bias and variance add up to the mean squared distance, by hand`() throws {
    let rows = found([(0.9, 0.2), (0.7, 0.4), (0.8, 0.6)], [])
    let row = try #require(rows.first)
    // Two classes double each squared difference; two examples halve their sum.
    let pairs = [0.04 + 0.04, 0.01 + 0.16, 0.01 + 0.04]
    #expect((row.variance.estimate - pairs.reduce(0, +) / 6).magnitude < 1e-12)
    let distances = [0.01 + 0.04, 0.09 + 0.16, 0.04 + 0.36]
    #expect((row.squaredBias + row.variance.estimate - distances.reduce(0, +) / 3).magnitude < 1e-12)
    // One wrong answer among six.
    let error = try #require(row.error)
    #expect((error - 1.0 / 6).magnitude < 1e-12)
    #expect(row.ratio == nil && row.count == 3)
  }

  @Test func `a bag's prediction is the mean of its members`() throws {
    let plain = [(0.9, 0.2), (0.5, 0.4), (0.7, 0.6)]
    // Deviations of opposite sign cancel in every bag but for a half.
    let up = plain.map { ($0.0 + 0.05, $0.1 + 0.1) }
    let down = plain.map { (0.7, $0.1 - 0.1) }
    let rows = found(plain, [up, down])
    #expect(rows.map(\.label) == ["arm 0", "bag of 2 networks"])
    #expect(rows[1].configurations == [1, 2])
    let first = [0.825, 0.625, 0.725]
    let second = [0.2, 0.4, 0.6]
    var sum = 0.0
    for r in 0..<3 {
      for s in r + 1..<3 {
        let (a, b) = (first[r] - first[s], second[r] - second[s])
        sum += a * a + b * b
      }
    }
    #expect((rows[1].variance.estimate - sum / 6).magnitude < 1e-12)
    let ratio = try #require(rows[1].ratio)
    #expect((ratio.estimate - rows[1].variance.estimate / rows[0].variance.estimate).magnitude < 1e-12)
    #expect(ratio.low < ratio.estimate && ratio.estimate < ratio.high)
  }

  private static let wide = ProbeRequest(.predictions(samples: 0), sample: ProbeSample(split: .test, examples: 2))
  private static let narrow = ProbeRequest(.predictions(samples: 0), sample: ProbeSample(split: .test, examples: 1))
  private static let masks = ProbeRequest(.predictions(samples: 50), sample: ProbeSample(split: .test, examples: 1))

  /// An arm: its baseline, the member of a bag that it is, and by request how far its predictions are spread.
  private struct Arm {
    let baseline: Int?
    var member: Int?
    let spreads: [(request: ProbeRequest, size: Double)]
  }

  /// Three training sets whose predictions lie apart by the spread of an arm, so that variances go by its square.
  private func found(_ arms: [Arm]) -> [BiasVariance] {
    var probes: [TrialID: [ProbeRecord]] = [:]
    for (index, arm) in arms.enumerated() {
      for replicate in 0..<3 {
        probes[Self.id(index, replicate)] = arm.spreads.map { request, size in
          let share = 0.5 + size * Double(replicate - 1) / 100
          return record(share, share).asked(by: request)
        }
      }
    }
    let specs = arms.map { arm -> TrialSpec in
      var spec = Fixture().spec(0)
      spec.dataset.bootstrap = arm.member
      return spec
    }
    let design = ExperimentDesign(
      name: "bias", question: "", seed: 1, replicates: 3, metric: MetricChoice(),
      configurations: arms.indices.map {
        DesignedConfiguration(
          index: $0, label: "arm \($0)", fields: [], spec: specs[$0], baseline: arms[$0].baseline,
          isBaseline: arms[$0].baseline == nil)
      },
      trials: arms.indices.flatMap { index in
        (0..<3).map {
          PlannedTrial(
            id: Self.id(index, $0), spec: specs[index], seed: 1, replicate: $0, configuration: index, position: 0,
            purpose: .measurement, keepsWeights: false, probes: arms[index].spreads.map(\.request))
        }
      })
    return BiasVariance.all(of: design, evidence: Evidence(outcomes: [:], probes: probes))
  }

  @Test func `variance is over that of the own baseline, for the same examples and without masks`() {
    let rows = found([
      Arm(baseline: nil, spreads: [(Self.wide, 1), (Self.narrow, 1)]),
      Arm(baseline: 0, spreads: [(Self.wide, 2), (Self.narrow, 3)]),
      Arm(baseline: nil, spreads: [(Self.wide, 3), (Self.masks, 2), (Self.narrow, 4)]),
      Arm(baseline: 2, spreads: [(Self.wide, 9), (Self.masks, 2), (Self.narrow, 2)]),
    ])
    #expect(
      rows.map(\.label) == [
        "arm 0, up to 2 test examples", "arm 1, up to 2 test examples", "arm 2, up to 2 test examples",
        "arm 3, up to 2 test examples",
        "arm 0, up to 1 test examples", "arm 1, up to 1 test examples", "arm 2, up to 1 test examples",
        "arm 3, up to 1 test examples",
        "arm 2, mean of 50 masks, up to 1 test examples", "arm 3, mean of 50 masks, up to 1 test examples",
      ])
    let ratios = rows.map { $0.ratio.map { ($0.estimate * 1e6).rounded() / 1e6 } }
    #expect(ratios == [nil, 4, nil, 9, nil, 9, nil, 0.25, 0.25, 0.25])
  }

  @Test(arguments: [0, 1])
  func `a bag is over the baseline that its members have in common`(_ other: Int) {
    let rows = found([
      Arm(baseline: nil, spreads: [(Self.wide, 1)]), Arm(baseline: nil, spreads: [(Self.wide, 3)]),
      Arm(baseline: 0, member: 1, spreads: [(Self.wide, 2)]),
      Arm(baseline: other, member: 2, spreads: [(Self.wide, 2)]),
    ])
    #expect(rows.map(\.label) == ["arm 0", "arm 1", "bag of 2 networks"])
    #expect((rows[2].ratio == nil) == (other == 1))
  }

  @Test func `two training sets are too few`() {
    #expect(found([(0.9, 0.2), (0.7, 0.4)], []).isEmpty)
  }
}

extension ProbeRecord {
  /// The same for so many of the examples, in the place of what another request found.
  fileprivate func asked(by request: ProbeRequest) -> ProbeRecord {
    let examples = Double(request.sample?.examples ?? 0)
    return ProbeRecord(request: request, values: values.filter { ($0.address.at ?? 0) < examples })
  }
}
