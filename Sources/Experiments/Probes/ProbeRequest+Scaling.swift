import Specifications

extension ProbeRequest {
  /// Fewer examples than this, of those that are written, say nothing.
  private static let fewestExamples = 50

  /// The request of a look at a share of the size: fewer examples and repetitions, rounded up; itself from 1 on.
  func scaled(by factor: Double) -> ProbeRequest {
    guard factor < 1 else { return self }
    return ProbeRequest(
      probe.scaled(by: factor),
      sample: sample.map { sample in
        let examples = ScaleRounding.decimal.scaled(sample.examples, by: factor)
        return ProbeSample(split: sample.split, examples: max(examples, min(sample.examples, Self.fewestExamples)))
      })
  }
}

extension Probe {
  /// The probe with fewer repetitions; what it means stays: radius, iterations, other units, folds.
  fileprivate func scaled(by factor: Double) -> Probe {
    func fewer(_ number: Int, atLeast least: Int = 1) -> Int {
      max(ScaleRounding.decimal.scaled(number, by: factor), min(number, least))
    }
    switch self {
    case .pairInteraction(let pairs): return .pairInteraction(pairs: fewer(pairs, atLeast: 50))
    case .removalCurve(let orders): return .removalCurve(orders: fewer(orders))
    case .sharpness(let radius, let directions, let iterations):
      return .sharpness(radius: radius, directions: fewer(directions), iterations: iterations)
    case .gradientNoise(let batches, let masks):
      return .gradientNoise(batches: fewer(batches, atLeast: 10), masks: fewer(masks, atLeast: 10))
    case .gradientDirections(let batches): return .gradientDirections(batches: fewer(batches, atLeast: 10))
    case .maskPositions(let masks): return .maskPositions(masks: fewer(masks, atLeast: 100))
    case .predictions(let samples): return .predictions(samples: fewer(samples))
    case .unitRemoval, .unitUsefulness, .redundancy, .activations, .productNorms, .filters, .reconstruction,
      .rareFeatures, .linearOptimum, .crossValidation:
      return self
    }
  }
}

// MARK: - In a specification

extension SpecNode {
  /// An experiment's tree in which probes, and claims that write one out, ask for a share of the size.
  func scalingProbes(by factor: Double) -> SpecNode {
    guard factor < 1, case .list(let listed)? = self["probes"]?.content else { return self }
    return mappingEntries { entry in
      switch entry.key {
      case "probes": entry.value.withProbesScaled(by: factor)
      case "claims": entry.value.withMeasuresScaled(by: factor, listed)
      default: entry.value
      }
    }
  }

  private func mappingEntries(_ change: (SpecEntry) -> SpecNode) -> SpecNode {
    guard case .map(let entries) = content else { return self }
    let changed = entries.map { SpecEntry(key: $0.key, value: change($0), place: $0.place) }
    return SpecNode(.map(changed), place: place)
  }

  /// A list of probes; those that become the same are asked once, those that were written twice are still refused.
  private func withProbesScaled(by factor: Double) -> SpecNode {
    guard case .list(let items) = content else { return self }
    var found: [SpecNode] = []
    for (index, item) in items.enumerated() {
      let scaled = item.probeScaled(by: factor)
      if items[..<index].contains(item) || !found.contains(scaled) { found.append(scaled) }
    }
    return SpecNode(.list(found), place: place)
  }

  /// One probe; what cannot be read is left to who reports it.
  private func probeScaled(by factor: Double) -> SpecNode {
    ProbeRequest.read(self, Problems())?.scaled(by: factor).node.moved(to: place) ?? self
  }

  /// Claims; a name that stands for the only probe of its kind stays.
  private func withMeasuresScaled(by factor: Double, _ listed: [SpecNode]) -> SpecNode {
    if case .list(let items) = content {
      return SpecNode(.list(items.map { $0.withMeasuresScaled(by: factor, listed) }), place: place)
    }
    return mappingEntries { entry in
      guard entry.key == "probe" else { return entry.value.withMeasuresScaled(by: factor, listed) }
      let isRequest = entry.value.plainText == nil || listed.contains(entry.value)
      return isRequest ? entry.value.probeScaled(by: factor) : entry.value
    }
  }
}
