import Datasets

extension Cost {
  /// Multiply-adds of what a trained network is asked: passes over examples, and the networks that a probe trains itself.
  ///
  /// Modes and probes that look at examples a few times count as one pass over them.
  static func answers(
    of spec: TrialSpec, forward: Double, training: Double, inference: [InferenceRequest], probes: [ProbeRequest]
  ) -> Double {
    let asked = inference.map { $0.mode.passes * Double(spec.dataset.examples(of: $0.split)) }
    let banks = Split.allCases.map { split -> Double in
      let bank = inference.first { $0.split == split }?.bank
      return Double(bank.map { spec.masks(ofBank: $0) } ?? 0) * Double(spec.dataset.examples(of: split))
    }
    let probed = probes.map { request -> Double in
      let examples = request.sample.map { min($0.examples, spec.dataset.examples(of: $0.split)) } ?? 0
      return request.probe.passes * Double(examples)
    }
    let folds = probes.map { request -> Double in
      guard case .crossValidation(let folds) = request.probe else { return 0 }
      // Each of K networks sees (K − 1) / K of the examples, and is asked for the others.
      return Double(folds - 1) * training + forward * Double(spec.dataset.training)
    }
    return forward * (asked + banks + probed).reduce(0, +) + folds.reduce(0, +)
  }
}

extension InferenceMode {
  /// Passes over every example; those of an enumeration are not known from the mode alone.
  fileprivate var passes: Double {
    switch self {
    case .monteCarlo(let samples, _): Double(samples)
    case .fault(let fault): fault.isRandom ? Double(Self.faultRuns) : 1
    case .weightScaling, .exhaustive, .meanWeights, .gaussianMoments, .gaussianClosedForm, .reestimate, .singleColumn: 1
    }
  }
}

extension Probe {
  /// Passes over every example of its sample.
  fileprivate var passes: Double {
    switch self {
    case .predictions(let samples): Double(max(1, samples))
    case .unitRemoval, .pairInteraction, .removalCurve, .unitUsefulness, .redundancy, .activations, .productNorms,
      .filters, .sharpness, .gradientNoise, .gradientDirections, .reconstruction, .maskPositions, .rareFeatures,
      .linearOptimum, .crossValidation:
      1
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
