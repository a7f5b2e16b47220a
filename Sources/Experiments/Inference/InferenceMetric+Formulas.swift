/// What the catalogue says of metrics of inference beside their sentence.
extension InferenceMetric {
  /// Over n examples or symbols i with the averaged prediction m, that of weight scaling w, of pass k of K alone P_k, and r
  /// that of the bank.
  package var formula: String {
    switch self {
    case .error: "1/n Σ_i [argmax_c m_ic ≠ y_i]"
    case .nll: "−1/n Σ_i ln m_i(y_i)"
    case .perplexity: "exp(nll)"
    case .ece: "Σ_b |B_b| / n · |accuracy(B_b) − confidence(B_b)|"
    case .brier: "1/n Σ_i Σ_c (m_ic − [c = y_i])²"
    case .entropy: "H = −1/n Σ_i Σ_c m_ic ln m_ic"
    case .mutualInformation: "H − 1/K Σ_k H(P_k)"
    case .divergence: "1/n Σ_i Σ_c m_ic (ln m_ic − ln w_ic)"
    case .divergenceFromMasks: "1/n Σ_i Σ_c r_ic (ln r_ic − ln m_ic), r = 1/B Σ_b P_b over a bank of B masks"
    case .errorSpread: "√(Σ_r (error_r − mean)² / (R − 1)) over R runs"
    case .meanSquare: "1/n Σ_i mean_j (ŷ_ij − y_ij)²"
    case .epistemicSD: "1/n Σ_i √(Σ_k (ŷ_ik − ŷ_i)² / (K − 1))"
    case .aleatoricSD: "1/n Σ_i √(1/K Σ_k exp s_ik)"
    case .epistemicSDInGap: "epistemicSD over |x_i1| < gap"
    case .epistemicSDOutsideGap: "epistemicSD over |x_i1| ≥ gap"
    }
  }

  /// The paper that a metric is taken from; empty for what everyone counts.
  package var source: String {
    switch self {
    case .perplexity: "Jelinek et al. 1977"
    case .ece: "Naeini, Cooper & Hauskrecht 2015; Guo et al. 2017, section 2"
    case .brier: "Brier 1950"
    case .mutualInformation: "Houlsby et al. 2011; Gal, Islam & Ghahramani 2017"
    case .divergence, .divergenceFromMasks: "Kullback & Leibler 1951"
    case .epistemicSD, .aleatoricSD: "Kendall & Gal 2017, section 2"
    case .error, .nll, .entropy, .errorSpread, .meanSquare, .epistemicSDInGap, .epistemicSDOutsideGap: ""
    }
  }
}
