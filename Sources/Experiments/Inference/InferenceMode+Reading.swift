import Specifications

extension InferenceMode: Chosen {
  package static let noun = "inference mode"
  package static let choices: [Choice<InferenceMode>] =
    [
      Choice(
        "weightScaling", .weightScaling, "One pass with noise off; dropped weights and units stand at their mean.",
        formula: "P(y | x; E[M] ⊙ W)", source: "Srivastava et al. 2014, section 4"),
      monteCarlo, exhaustive,
      Choice(
        "meanWeights", .meanWeights, "DropConnect with its mean weights: weight scaling under the name of the paper.",
        formula: "u = p W v + b", source: "Wan et al. 2013, section 3.2"),
      gaussianMoments,
      Choice(
        "gaussianClosedForm", .gaussianClosedForm,
        "DropConnect by the exact mean of ReLU under normal sums of the masks' mean and variance.",
        formula: "E[relu(u)] = μ Φ(μ / s) + s φ(μ / s), μ = p W v + b, s² = p (1 − p) (W ⊙ W)(v ⊙ v)",
        source: "Wan et al. 2013, section 3.2"),
      reestimate, singleColumn,
    ]
    + InferenceFault.allCases.map { fault in
      Choice(fault.rawValue, .fault(fault), fault.summary, formula: fault.formula, source: fault.source)
    }

  /// How many masks, samples or passes may be averaged.
  static let counts = Bounds<Int>("a whole number from 1 to \(mostSamples)") { (1...mostSamples).contains($0) }

  private static let monteCarlo = Choice<InferenceMode>(
    "monteCarlo", "The mean over passes with noise on, written down at 1, 2, 5, 10, … of one bank of masks.",
    formula: "arithmetic: Σ_k P_k / K, of a language model at every step; geometric: Π_k P_k^(1/K), renormalised",
    source: "Srivastava et al. 2014, section 7.5; Gal & Ghahramani 2016", example: "{ monteCarlo: { samples: 100 } }",
    read: { map in
      let samples = map.required("samples", Int.self, in: counts)
      let mean = map.optional("mean", default: EnsembleMean.arithmetic)
      guard let samples, let mean else { return nil }
      return .monteCarlo(samples: samples, mean: mean)
    },
    write: { mode in
      guard case .monteCarlo(let samples, let mean) = mode else { return nil }
      return [("samples", samples.node)] + (mean == .arithmetic ? [] : [("mean", mean.node)])
    })

  private static let exhaustive = Choice<InferenceMode>(
    "exhaustive", "Every subnetwork of a small network with its probability, at most 20 units under Bernoulli masks.",
    formula: "Σ_r p^|r| (1 − p)^(n − |r|) P_r over all 2^n masks, or the geometric mean with these weights",
    source: "Srivastava et al. 2014, section 1; Warde-Farley et al. 2014",
    example: "{ exhaustive: { mean: geometric } }",
    read: { map in
      map.optional("mean", default: EnsembleMean.arithmetic).map { .exhaustive(mean: $0) }
    },
    write: { mode in
      guard case .exhaustive(let mean) = mode else { return nil }
      return mean == .arithmetic ? [] : [("mean", mean.node)]
    })

  private static let gaussianMoments = Choice<InferenceMode>(
    "gaussianMoments",
    "DropConnect by the mean activation over samples of normal sums of the masks' mean and variance.",
    formula: "Σ_z a(u_z) / Z, u_z ~ N(p W v + b, p (1 − p) (W ⊙ W)(v ⊙ v))", source: "Wan et al. 2013, algorithm 2",
    example: "{ gaussianMoments: { samples: 100 } }",
    read: { map in map.required("samples", Int.self, in: counts).map { .gaussianMoments(samples: $0) } },
    write: { mode in
      guard case .gaussianMoments(let samples) = mode else { return nil }
      return [("samples", samples.node)]
    })

  private static let reestimate = Choice<InferenceMode>(
    "reestimate", "Batch normalisation by statistics taken anew from training examples with noise off.",
    formula: "μ, σ² ← averages over batches in evaluation mode", source: "Li et al. 2018, section 5",
    example: "{ reestimate: { examples: 1000 } }",
    read: { map in
      map.ifPresent("examples", Int.self, in: .atLeast(2)).map { .reestimate(examples: $0) }
    },
    write: { mode in
      guard case .reestimate(let examples) = mode else { return nil }
      return examples.map { [("examples", $0.node)] } ?? []
    })
}

extension InferenceMode {
  private static let singleColumn = Choice<InferenceMode>(
    "singleColumn",
    "One column of a fractal network as a plain network, counted from 1, the shallowest; the deepest unless named.",
    formula: "every join y = x_c, x_c the outcome of column c, in place of the mean",
    source: "Larsson et al. 2017, section 4.3",
    example: "{ singleColumn: { column: 1 } }",
    read: { map in
      map.ifPresent("column", Int.self, in: .atLeast(1)).map { .singleColumn($0) }
    },
    write: { mode in
      guard case .singleColumn(let column) = mode else { return nil }
      return column.map { [("column", $0.node)] } ?? []
    })
}

extension EnsembleMean: Chosen {
  package static let noun = "mean of predictions"
  package static let choices: [Choice<EnsembleMean>] = [
    Choice("arithmetic", .arithmetic, "The mean of the probabilities."),
    Choice("geometric", .geometric, "The geometric mean of the probabilities, renormalised."),
  ]
}

extension InferenceFault {
  var summary: String {
    switch self {
    case .maskLeftOn: "Fault: dropout is never switched off; mean over five single passes."
    case .classicUnscaled: "Fault: weights trained with unscaled masks, or branches, are used without the factor p."
    case .invertedScaledTwice: "Fault: weights trained with masks or branches over p are multiplied by p once more."
    case .rateRetentionSwapped: "Fault: classic weights are multiplied by the rate instead of the retention."
    case .oneSiteLeftOn: "Fault: all sites are off but the last one; mean over five single passes."
    case .batchNormInTraining: "Fault: batch normalisation uses the batch that it is asked about; dropout is off."
    case .trainingMode: "Fault: batch normalisation and dropout both run as in training; mean over five passes."
    }
  }

  var formula: String {
    switch self {
    case .maskLeftOn: "P(y | x; M ⊙ W), one M per example"
    case .classicUnscaled: "factor of site or gate 1 / p of the right one"
    case .invertedScaledTwice: "factor of site or gate p of the right one"
    case .rateRetentionSwapped: "factor of site or gate (1 − p) / p of the right one"
    case .oneSiteLeftOn: "P(y | x; M ⊙ W), M = 1 but for the last site"
    case .batchNormInTraining: "μ, σ² of the batch that is asked about"
    case .trainingMode: "P(y | x; M ⊙ W), μ, σ² of the batch that is asked about"
    }
  }

  /// What it breaks.
  var source: String {
    switch self {
    case .batchNormInTraining, .trainingMode: "against Ioffe & Szegedy 2015, section 3.1"
    case .maskLeftOn, .classicUnscaled, .invertedScaledTwice, .rateRetentionSwapped, .oneSiteLeftOn:
      "against Srivastava et al. 2014, section 4"
    }
  }
}

extension InferenceMode {
  /// Reads what `text` wrote; nil when this version knows no such mode.
  package static func read(archived text: String) -> InferenceMode? { YAMLReader.readArchived(text) }
}
