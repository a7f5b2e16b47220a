import NeuralNets
import Specifications

extension TrialSpec {
  /// What theory expects of the noise that the last epoch counted under a path name, by the laws of its place.
  ///
  /// `gates` are all that dropped something, from the input up. Nil where noise is learned or scheduled, and for sites
  /// that it does not know by their names; a gate that follows a curve is taken at the middle of the epoch.
  package func expectedNoise(at site: String, gates: [String]) -> NoiseExpectation? {
    if let gate = gates.firstIndex(of: site) {
      let survivals = branchSurvivals(gates: gates.count)?.filter(countsGate)
      return survivals.map { $0[gate].expectation(at: 1 - 0.5 / Double(training.epochs)) }
    }
    if site == "input" { return dropout.input.expectation }
    if site.hasSuffix(".moments") { return dropout.weights.sumRate(of: site).map(NoiseExpectation.init(sumsAt:)) }
    if site.hasSuffix(".paths"), case .fractal(let fractal) = network {
      let block = site.split(separator: ".").compactMap { Int($0) }.first
      return block.flatMap { dropout.paths.dropout(at: $0).expectation(columns: fractal.columns) }
    }
    return hiddenLayer(site).flatMap { dropout.hidden.dropout(at: $0).expectation }
  }

  /// Such as 1 for `hidden2`; nil for other names.
  private func hiddenLayer(_ site: String) -> Int? {
    guard site.hasPrefix("hidden"), let number = Int(site.dropFirst("hidden".count)),
      1...max(network.hiddenWidths.count, 1) ~= number
    else { return nil }
    return number - 1
  }
}

extension LayerDropout<WeightDropout> {
  /// The rate behind the noise of the sums of a layer, `<layer>.moments`; nil where none is drawn, or it is scheduled.
  fileprivate func sumRate(of site: String) -> Rate? {
    let layer = site.dropLast(".moments".count)
    let number = layer.hasPrefix("hidden") ? Int(layer.dropFirst("hidden".count)) : nil
    // The layer that answers has the last entry.
    guard let entry = number.map({ dropout(at: $0 - 1) }) ?? variants.last else { return nil }
    switch entry {
    case .none, .dropConnect, .scheduled: return nil
    case .gaussianDropConnect(let rate): return rate
    case .fast(let input, let hidden): return number == 1 ? input : hidden
    }
  }
}
