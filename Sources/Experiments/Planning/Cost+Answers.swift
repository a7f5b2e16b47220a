import Datasets

/// Multiply-adds of asking a network about one example.
struct PassCost: Hashable, Sendable {
  /// Of a pass without noise.
  let forward: Double
  /// What masks on weights add to it.
  let masks: Double
  /// Of one normal number for every hidden unit.
  let normals: Double

  /// Of a pass with noise.
  var noisy: Double { forward + masks }
}

extension Cost {
  /// Multiply-adds of what a trained network is asked: passes over examples, and the networks that a probe trains itself.
  ///
  /// Modes and probes that look at examples a few times count as one pass over them.
  static func answers(
    of spec: TrialSpec, _ pass: PassCost, training: Double, inference: [InferenceRequest], probes: [ProbeRequest]
  ) -> Double {
    let asked = inference.map { $0.mode.cost(pass) * Double(spec.dataset.examples(of: $0.split)) }
    let banks = Split.allCases.map { split -> Double in
      let bank = inference.first { $0.split == split }?.bank
      return pass.noisy * Double(bank.map { spec.masks(ofBank: $0) } ?? 0) * Double(spec.dataset.examples(of: split))
    }
    let probed = probes.map { request -> Double in
      let examples = request.sample.map { min($0.examples, spec.dataset.examples(of: $0.split)) } ?? 0
      return request.probe.cost(pass) * Double(examples)
    }
    let folds = probes.map { request -> Double in
      guard case .crossValidation(let folds) = request.probe else { return 0 }
      // Each of K networks sees (K − 1) / K of the examples, and is asked for the others.
      return Double(folds - 1) * training + pass.forward * Double(spec.dataset.training)
    }
    return (asked + banks + probed + folds).reduce(0, +)
  }
}

extension InferenceMode {
  /// Of every example; the passes of an enumeration are not known from the mode alone.
  fileprivate func cost(_ pass: PassCost) -> Double {
    switch self {
    case .monteCarlo(let samples, _): pass.noisy * Double(samples)
    case .fault(let fault): fault.isRandom ? pass.noisy * Double(Self.faultRuns) : pass.forward
    // A second product has the variances.
    case .gaussianMoments(let samples): 2 * pass.forward + pass.normals * Double(samples)
    case .gaussianClosedForm: 2 * pass.forward
    case .weightScaling, .exhaustive, .meanWeights, .reestimate, .singleColumn: pass.forward
    }
  }
}

extension Probe {
  /// Of every example of its sample.
  fileprivate func cost(_ pass: PassCost) -> Double {
    switch self {
    case .predictions(let samples): samples > 0 ? pass.noisy * Double(samples) : pass.forward
    case .unitRemoval, .pairInteraction, .removalCurve, .unitUsefulness, .redundancy, .activations, .productNorms,
      .filters, .sharpness, .gradientNoise, .gradientDirections, .reconstruction, .maskPositions, .rareFeatures,
      .linearOptimum, .crossValidation:
      pass.forward
    }
  }
}

extension DatasetSpec {
  fileprivate func examples(of split: Split) -> Int {
    switch split {
    case .training: training
    case .validation: validation
    case .test: test
    }
  }
}
