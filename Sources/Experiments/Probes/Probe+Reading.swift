import Specifications

extension Probe {
  /// The list, in the order in which a catalogue prints it; `ProbeRequest` reads the sample beside the parameters.
  static let choices: [Choice<Probe>] = [
    Choice(
      "unitRemoval", .unitRemoval,
      "What is lost when one hidden unit, or one channel, is set to zero: mean, 95th percentile, maximum and Gini.",
      formula:
        "Δᵢ = ℓ(hᵢ ← 0) − ℓ, ℓ the error, the NLL of softmax(z / T) or minus the margin; T the best for the whole net",
      source: "Morcos et al. 2018, section 3; Guo et al. 2017, section 4.2"),
    pairInteraction, removalCurve,
    Choice(
      "unitUsefulness", .unitUsefulness,
      "Accuracy of a logistic regression on one hidden unit alone, fitted on training examples: median, mean and 95th percentile.",
      formula: "softmax(aₖ + bₖ hᵢ), by Newton's method on hᵢ in 64 equal levels, with a penalty of 10⁻⁴ / 2 (a² + b²)",
      source: "Morcos et al. 2018, section 3.3; Alain & Bengio 2017"),
    redundancy,
    Choice(
      "activations", .activations,
      "Mean, exact zeros, share at most .05 of the largest, Hoyer's and Treves and Rolls' sparsity, and h ‖w_out‖.",
      formula: "(√n − Σ|h| / √Σh²) / (√n − 1); (1 − (Σh / n)² / (Σh² / n)) / (1 − 1 / n), per example over a layer",
      source: "Hoyer 2004, section 3; Rolls & Tovee 1995; Vinje & Gallant 2000"),
    Choice(
      "productNorms", .productNorms,
      "How equal the parts are that hidden units have in the penalty of dropout: mean, coefficient of variation, quantiles.",
      formula: "‖uᵢ‖ √(mean of hᵢ²), uᵢ the weights that read unit i: the penalty is (q / p) Σ ‖uᵢ‖² E[hᵢ²]",
      source: "Mianjy, Arora & Vidal 2018, section 3"),
    Choice(
      "filters", .filters,
      "How local and smooth first filters are: energy in the best 7 × 7 window, spatial entropy, total variation, kurtosis.",
      formula: "w² in the window / Σ w²; −Σ p ln p / ln n, p = w² / Σ w²; Σ |∇w| / Σ |w|; m₄ / m₂² − 3",
      source: "Srivastava et al. 2014, section 7.1 and figure 7 (by eye)"),
    sharpness, gradientNoise, gradientDirections,
    Choice(
      "reconstruction", .reconstruction,
      "R² of dropped values of maps from survivors beside them, under four kinds of masks; correlation of neighbours, Moran's I.",
      formula:
        "ridge regression on survivors within 7 × 7 of the channel and 3 × 3 of others; blocks of side b around seeds of "
        + "probability rate / b²; 2 ρ²ᵈ / (1 + ρ²ᵈ) along one axis",
      source: "Tompson et al. 2015, section 3.2; Ghiasi, Lin & Le 2018"),
    maskPositions, predictions,
    Choice(
      "rareFeatures", .rareFeatures,
      "Accuracy of a logistic model where rare features are active and where not, and the weights of both kinds.",
      formula: "rare: 0 in more than 4 of 5 training examples; active: an example with a rare feature that is not 0",
      source: "Wager, Wang & Liang 2013, section 4"),
    Choice(
      "linearOptimum", .linearOptimum,
      "How far a linear model is from the minimisers of dropout, ridge and least squares, and how well those predict.",
      formula: "‖w − w*‖ / ‖w_OLS‖; dropout: w* = (XᵀX + (q / p) diag XᵀX)⁻¹ Xᵀy, X with its mean taken off",
      source: "Srivastava et al. 2014, section 9.1"),
    crossValidation,
  ]

  private static let crossValidation = Choice<Probe>(
    "crossValidation",
    "Error and loss on training examples held out in turn, by networks trained like this one on all the others.",
    formula: "Σ nₖ e(fold k; trained without it) / n, the folds n / K training examples each, in the order dealt",
    source: "Stone 1974", example: "{ crossValidation: { folds: 5 } }",
    read: { map in map.optional("folds", default: 5, in: foldCounts).map { .crossValidation(folds: $0) } },
    write: { probe in
      guard case .crossValidation(let folds) = probe else { return nil }
      return folds == 5 ? [] : [("folds", folds.node)]
    })

  private static let foldCounts = Bounds<Int>("a whole number from 2 to 100") { (2...100).contains($0) }

  private static let maskPositions = Choice<Probe>(
    "maskPositions",
    "How often masks drop each position of maps, all channels taken together, at the border and off it.",
    formula:
      "Σ (1 − r) / n over masks and channels; by law 1 − (1 − γ)^k at a position that k of DropBlock's squares cover",
    source: "Ghiasi, Lin & Le 2018, algorithm 1", example: "{ maskPositions: { masks: 500 } }",
    read: { map in map.optional("masks", default: 500, in: counts).map { .maskPositions(masks: $0) } },
    write: { probe in
      guard case .maskPositions(let masks) = probe else { return nil }
      return masks == 500 ? [] : [("masks", masks.node)]
    })

  private static let predictions = Choice<Probe>(
    "predictions",
    "What is predicted for each example, from which bias and variance over training sets and bags are taken.",
    formula: "softmax(z), or the mean of it over masks", source: "Geman, Bienenstock & Doursat 1992; Breiman 1996",
    example: "{ predictions: { samples: 50, examples: 500 } }",
    read: { map in map.optional("samples", default: 0, in: .atLeast(0)).map { .predictions(samples: $0) } },
    write: { probe in
      guard case .predictions(let samples) = probe else { return nil }
      return samples == 0 ? [] : [("samples", samples.node)]
    })

  private static let batchCounts = Bounds<Int>("a whole number from 2 to 100000") { (2...100_000).contains($0) }
  private static let counts = Bounds<Int>("a whole number from 1 to 100000") { (1...100_000).contains($0) }

  private static let pairInteraction = Choice<Probe>(
    "pairInteraction", "Whether two units of a layer need each other (below 0) or stand in for each other (above 0).",
    formula: "Σ Iᵢⱼ / Σ (|Δᵢ| + |Δⱼ|), Iᵢⱼ = Δ(i, j) − Δᵢ − Δⱼ over random pairs of a layer",
    source: "Srivastava et al. 2014, section 7.1",
    example: "{ pairInteraction: { pairs: 2000 } }",
    read: { map in map.optional("pairs", default: 2000, in: counts).map { .pairInteraction(pairs: $0) } },
    write: { probe in
      guard case .pairInteraction(let pairs) = probe else { return nil }
      return pairs == 2000 ? [] : [("pairs", pairs.node)]
    })

  private static let redundancy = Choice<Probe>(
    "redundancy",
    "R² of each unit from random others, participation ratio of the covariance, mean absolute correlation.",
    formula: "1 − (Cᵢᵢ − 2 b·c + bᵀ C b) / Cᵢᵢ, b = (C + λ I)⁻¹ c; (tr C)² / tr C²; mean |Cᵢⱼ| / √(Cᵢᵢ Cⱼⱼ)",
    source: "Gao et al. 2017 (participation ratio); Hoerl & Kennard 1970", example: "{ redundancy: { others: 20 } }",
    read: { map in map.optional("others", default: 20, in: counts).map { .redundancy(others: $0) } },
    write: { probe in
      guard case .redundancy(let others) = probe else { return nil }
      return others == 20 ? [] : [("others", others.node)]
    })

  private static let sharpness = Choice<Probe>(
    "sharpness",
    "Rise of the loss around the weights: worst within a relative radius, along random directions, and curvature.",
    formula: "max L(w + δ) − L(w), |δ| ≤ ρ |w|; mean L(w ± α d) − L(w), ‖dᵤ‖ = ‖wᵤ‖; largest curvature over ‖w‖ / 1000",
    source: "Kwon et al. 2021; Li et al. 2018, section 4",
    example: "{ sharpness: { radius: 0.01, directions: 3, iterations: 30 } }",
    read: { map in
      let radius = map.optional(
        "radius", default: 0.01, in: Bounds("a number above 0, at most 1") { $0 > 0 && $0 <= 1 })
      let directions = map.optional("directions", default: 3, in: counts)
      let iterations = map.optional("iterations", default: 30, in: counts)
      guard let radius, let directions, let iterations else { return nil }
      return .sharpness(radius: radius, directions: directions, iterations: iterations)
    },
    write: { probe in
      guard case .sharpness(let radius, let directions, let iterations) = probe else { return nil }
      return (radius == 0.01 ? [] : [("radius", radius.node)])
        + (directions == 3 ? [] : [("directions", directions.node)])
        + (iterations == 30 ? [] : [("iterations", iterations.node)])
    })

  private static let gradientNoise = Choice<Probe>(
    "gradientNoise",
    "Noise of mini-batch gradients under masks per example, per batch and none; what a step does to other masks.",
    formula:
      "tr Cov(g) / ‖E g‖²; share of masks r′ with L(w − η ∇L(w; r); r′) < L(w; r′), on the same and on a fresh batch",
    source: "Srivastava et al. 2014, section 5.1 (tied subnetworks)",
    example: "{ gradientNoise: { batches: 200, masks: 50 } }",
    read: { map in
      let batches = map.optional("batches", default: 200, in: batchCounts)
      let masks = map.optional("masks", default: 50, in: counts)
      guard let batches, let masks else { return nil }
      return .gradientNoise(batches: batches, masks: masks)
    },
    write: { probe in
      guard case .gradientNoise(let batches, let masks) = probe else { return nil }
      return (batches == 200 ? [] : [("batches", batches.node)]) + (masks == 50 ? [] : [("masks", masks.node)])
    })

  private static let gradientDirections = Choice<Probe>(
    "gradientDirections",
    "How far the gradients of mini-batches, noise included, point apart, and how far from that of all without noise.",
    formula: "mean over pairs of (1 − cos(g_b, g_c)) / 2; mean of (1 − cos(g_b, ḡ)) / 2",
    source: "Liu et al. 2023, section 3", example: "{ gradientDirections: { batches: 50 } }",
    read: { map in map.optional("batches", default: 50, in: batchCounts).map { .gradientDirections(batches: $0) } },
    write: { probe in
      guard case .gradientDirections(let batches) = probe else { return nil }
      return batches == 50 ? [] : [("batches", batches.node)]
    })

  private static let removalCurve = Choice<Probe>(
    "removalCurve", "Accuracy after random hidden units were set to zero, with and without rescaling the others.",
    formula:
      "accuracy at the removed share f = 0, .05, …, .9 of every hidden layer; the others as they are, or by 1 / (1 − f)",
    source: "Morcos et al. 2018, section 3.1", example: "{ removalCurve: { orders: 3 } }",
    read: { map in map.optional("orders", default: 3, in: counts).map { .removalCurve(orders: $0) } },
    write: { probe in
      guard case .removalCurve(let orders) = probe else { return nil }
      return orders == 3 ? [] : [("orders", orders.node)]
    })
}
