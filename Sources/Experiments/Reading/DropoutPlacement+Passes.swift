import NeuralNets
import Specifications

extension DropoutPlacement {
  /// Whether two passes over one batch meet different noise, not the same that all examples of a step share.
  func differs(inBatchesOf batchSize: Int) -> Bool {
    let variants =
      [input, embedding?.vectors ?? .none] + hidden.variants + maps.variants + sums.variants + branches.variants
    if variants.contains(where: \.isOfExamples) || residual.variants.contains(where: \.isOfExamples) { return true }
    if let recurrent, recurrent.variants.contains(where: \.isOfExamples) { return true }
    if let attention, attention.variants.contains(where: \.isNoise) { return true }
    if let embedding, embedding.words.dropping > 0 { return true }
    return weights.variants.contains { $0.differs(inBatchesOf: batchSize) }
  }
}

extension WeightDropout {
  fileprivate func differs(inBatchesOf batchSize: Int) -> Bool {
    switch self {
    case .none: false
    case .dropConnect(let connect): connect.rate.dropping > 0 && connect.group < 2 * batchSize
    case .gaussianDropConnect(let rate): rate.dropping > 0
    case .fast(let input, let hidden): input.dropping > 0 || hidden.dropping > 0
    case .scheduled(let variant, _): variant.differs(inBatchesOf: batchSize)
    }
  }
}

extension Dropout {
  fileprivate var isOfExamples: Bool {
    if case .batchBernoulli = variant { return false }
    return !isNeutral
  }
}

extension ResidualDropout {
  fileprivate var isOfExamples: Bool {
    switch self {
    case .none, .layerDrop: false
    case .stochasticDepth(let depth): depth.gate == .example && depth.survival.last < 1
    case .scheduled(let variant, _): variant.isOfExamples
    }
  }
}

extension SurvivalSchedule {
  /// The lowest probability, that of the last block.
  fileprivate var last: Double {
    switch self {
    case .linear(let last): last
    case .uniform(let probability): probability
    }
  }
}

extension AttentionDropout {
  fileprivate var isNoise: Bool { weights.dropping > 0 || heads.dropping > 0 }
}

extension RecurrentDropout {
  fileprivate var isOfExamples: Bool { input.dropping > 0 || state.isNoise }
}

extension StateNoise {
  fileprivate var isNoise: Bool {
    switch self {
    case .none: false
    case .tied(let rate), .perStep(let rate), .cell(let rate), .candidate(let rate): rate.dropping > 0
    case .zoneout(let cell, let hidden): cell.dropping > 0 || hidden.dropping > 0
    case .scheduled(let variant, _): variant.isNoise
    }
  }
}
