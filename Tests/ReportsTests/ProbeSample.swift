import Experiments

/// Probe records made by hand: what is lost by removing units falls with the error, curves fall with the share removed.
enum ProbeSample {
  static let requests: [ProbeRequest] = [
    ProbeRequest(.unitRemoval), ProbeRequest(.pairInteraction(pairs: 2000)), ProbeRequest(.removalCurve(orders: 3)),
    ProbeRequest(.sharpness(radius: 0.01, directions: 3, iterations: 30)), ProbeRequest(.reconstruction),
    ProbeRequest(.productNorms), ProbeRequest(.gradientDirections(batches: 50)),
    ProbeRequest(.maskPositions(masks: 500)),
  ]

  static func records(of outcomes: [TrialID: TrialOutcome]) -> [TrialID: [ProbeRecord]] {
    outcomes.filter { $0.value.status == .completed }.mapValues { outcome in
      let error = outcome.metrics.first { $0.split == .test && $0.metric == .error }?.value ?? 0.5
      return requests.map { ProbeRecord(request: $0, values: values(of: $0.probe, error: error)) }
    }
  }

  private static func values(of probe: Probe, error: Double) -> [ProbeValue] {
    let layers = ["hidden1", "hidden2"]
    switch probe {
    case .unitRemoval:
      return [ProbeValue(.temperature, 1 + error)]
        + layers.flatMap { layer -> [ProbeValue] in
          let most = error * (layer == "hidden1" ? 0.4 : 0.25)
          return [
            ProbeValue(.accuracyDropMean, layer: layer, most / 12),
            ProbeValue(.accuracyDropHigh, layer: layer, most / 3),
            ProbeValue(.accuracyDropMost, layer: layer, most), ProbeValue(.accuracyDropGini, layer: layer, 0.6),
          ]
            + (0...20).map { step in
              let level = Double(step) / 20
              return ProbeValue(.accuracyDrop, layer: layer, at: level, most * (level * level * level - 0.05))
            }
        }
    case .unitUsefulness, .redundancy, .activations, .filters, .gradientNoise: return []
    case .gradientDirections:
      return [ProbeValue(.directionSpread, 0.4 + error), ProbeValue(.directionError, 0.3 + error)]
    case .productNorms:
      return [
        ProbeValue(.productNormMean, layer: "hidden1", 2), ProbeValue(.productNormVariation, layer: "hidden1", error),
      ]
        + (0...20).map { ProbeValue(.productNorm, layer: "hidden1", at: Double($0) / 20, 2 + error * Double($0 - 10)) }
    case .sharpness: return [ProbeValue(.adaptiveSharpness, error / 3), ProbeValue(.hessianTop, 40 * error)]
    case .reconstruction:
      let masks: [(ProbeStatistic, Double)] = [
        (.toldUnderPixels, 0.9), (.toldUnderBlocks3, 0.7), (.toldUnderBlocks5, 0.5), (.toldUnderChannels, 0.2),
      ]
      return ["conv1", "conv2"].flatMap { layer in
        [ProbeValue(.moran, layer: layer, 0.6 - error)]
          + masks.flatMap { statistic, told in
            [0.1, 0.3].map { ProbeValue(statistic, layer: layer, at: $0, told - error - $0 / 10) }
          }
      }
    case .maskPositions:
      return ["conv1", "conv2"].flatMap { layer -> [ProbeValue] in
        let shares = (0..<9).map { $0 == 4 ? 0.2 : 0.1 }
        return [
          ProbeValue(.writtenRate, layer: layer, 0.125), ProbeValue(.positionsDropped, layer: layer, 1.0 / 9),
          ProbeValue(.borderDropped, layer: layer, 0.1), ProbeValue(.insideDropped, layer: layer, 0.2),
          ProbeValue(.mapColumns, layer: layer, 3),
        ] + shares.enumerated().map { ProbeValue(.positionDropped, layer: layer, at: Double($0), $1) }
      }
    case .predictions, .rareFeatures, .linearOptimum, .crossValidation: return []
    case .pairInteraction:
      return layers.flatMap { layer in
        [
          ProbeValue(.nllInteraction, layer: layer, 2 * error - 0.12),
          ProbeValue(.marginInteraction, layer: layer, error - 0.07),
          ProbeValue(.superadditiveShare, layer: layer, 0.5 + error),
        ]
      }
    case .removalCurve:
      let shares = (0...18).map { Double($0) / 20 }
      func fall(_ share: Double, _ speed: Double) -> Double { (1 - error) * (1 - share * share * speed) }
      return [ProbeValue(.removedArea, 0.7 - error), ProbeValue(.rescaledArea, 0.75 - error)]
        + shares.map { ProbeValue(.removedAccuracy, at: $0, fall($0, 1 - 2 * error)) }
        + shares.map { ProbeValue(.rescaledAccuracy, at: $0, fall($0, 0.8 - 2 * error)) }
    }
  }
}
