/// What the catalogue says of metrics beside their sentence.
extension Metric {
  /// Over the n examples of a split with probabilities p, or the units j of a site or layer.
  package var formula: String {
    switch self {
    case .loss: "1/n Σ_i ℓ_i"
    case .error: "1/n Σ_i [argmax_c p_ic ≠ y_i]"
    case .accuracy: "1/n Σ_i [argmax_c p_ic = y_i]"
    case .nll: "−1/n Σ_i log p(y_i | x_i)"
    case .ece: "Σ_b |B_b| / n · |accuracy(B_b) − confidence(B_b)|"
    case .brier: "1/n Σ_i Σ_c (p_ic − [c = y_i])²"
    case .perplexity: "exp(nll)"
    case .meanSquare: "1/n Σ_i mean_k (ŷ_ik − y_ik)²"
    case .gap: "error(split) − error(training)"
    case .sparsity: "mean_ij [h_ij = 0]"
    case .dropFraction: "mean_ij [m_ij = 0]"
    case .noiseMean: "mean_ij m_ij; of noisy sums z = W h + b + √(W² h²) m"
    case .noiseVariance: "mean_ij m_ij² − (mean_ij m_ij)²"
    case .weightNorm: "‖W‖ = √Σ w²"
    case .varianceRatio: "σ²(evaluation) / σ²(running)"
    case .largestActivation: "max_ij |h_ij|"
    case .boundedUnits: "mean_j [‖w_j‖ = c]"
    case .gradientNorm: "‖∂L/∂W‖"
    case .learningRate: "η"
    case .penalty: "Σ_s R_s over sites s"
    case .learnedRate: "p, or α / (1 + α)"
    }
  }

  /// The paper that a metric is taken from; empty for what everyone counts.
  package var source: String {
    switch self {
    case .ece: "Naeini, Cooper & Hauskrecht 2015; Guo et al. 2017, section 2"
    case .brier: "Brier 1950"
    case .perplexity: "Jelinek et al. 1977"
    case .varianceRatio: "Li et al. 2018, section 3 (variance shift)"
    case .boundedUnits: "Srivastava et al. 2014, section 5.1 (max-norm)"
    case .learnedRate: "Kingma, Salimans & Welling 2015; Gal, Hron & Kendall 2017"
    case .loss, .error, .accuracy, .nll, .meanSquare, .gap, .sparsity, .dropFraction, .noiseMean, .noiseVariance,
      .weightNorm, .largestActivation, .gradientNorm, .learningRate, .penalty:
      ""
    }
  }
}
