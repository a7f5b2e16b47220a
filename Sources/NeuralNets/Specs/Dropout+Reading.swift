import Specifications

extension Dropout: Chosen {
  package static let noun = "dropout variant"
  package static let choices: [Choice<Dropout>] = [
    Choice("none", .none, "Nothing is dropped.", formula: "y = x"),
    Choice(
      "bernoulli", "Drops each unit with the rate, independently per example.",
      formula: "inverted: y = (r / p) ⊙ x; classic: y = r ⊙ x, at evaluation p x; r ~ Bernoulli(p), p = 1 − rate",
      source: "Srivastava et al. 2014, section 4",
      example: "{ bernoulli: { rate: 0.5, convention: inverted, mask: example } }",
      read: { map in
        let rate = map.rate()
        let convention = map.optional("convention", default: Convention.inverted)
        let mask = map.optional("mask", default: MaskSharing.example)
        guard let rate, let convention, let mask else { return nil }
        return switch mask {
        case .example: .bernoulli(rate: rate, convention: convention)
        case .batch: .batchBernoulli(rate: rate, convention: convention)
        }
      },
      write: { dropout in
        func entries(_ rate: Rate, _ convention: Convention) -> [(String, SpecNode)] {
          [("rate", rate.dropping.node)] + (convention == .inverted ? [] : [("convention", convention.node)])
        }
        switch dropout {
        case .bernoulli(let rate, let convention): return entries(rate, convention)
        case .batchBernoulli(let rate, let convention):
          return entries(rate, convention) + [("mask", MaskSharing.batch.node)]
        case .none, .spatial, .dropBlock, .gaussian, .clippedGaussian, .uniform, .alpha, .cutout, .variational,
          .concrete, .standout, .scheduled:
          return nil
        }
      }),
    Choice(
      "spatial", "Drops whole channels, the same at every position of a map or step of a sequence.",
      formula: "y = (r / p) ⊙ x, one r ~ Bernoulli(p) per example and channel",
      source: "Tompson et al. 2015, section 3.2",
      example: "{ spatial: { rate: 0.2 } }",
      read: { map in map.rate().map { .spatial(rate: $0) } },
      write: { dropout in
        guard case .spatial(let rate) = dropout else { return nil }
        return [("rate", rate.dropping.node)]
      }),
    Choice(
      "dropBlock", "Drops squares of a map, in every channel by itself or in all at once.",
      formula: "y = (M / share kept) ⊙ x, M without the squares around seeds of probability γ",
      source: "Ghiasi, Lin & Le 2018, algorithm 1",
      example: "{ dropBlock: { rate: 0.1, size: 3, gamma: exact, shared: false } }",
      read: { map in
        let rate = map.rate()
        let size = map.required("size", Int.self, in: Bounds("a whole number from 1 to 64") { (1...64) ~= $0 })
        let gamma = map.optional("gamma", default: BlockGamma.exact)
        let shared = map.optional("shared", default: false)
        guard let rate, let size, let gamma, let shared else { return nil }
        return .dropBlock(DropBlockNoise(rate: rate, size: size, gamma: gamma, isShared: shared))
      },
      write: { dropout in
        guard case .dropBlock(let block) = dropout else { return nil }
        return [("rate", block.rate.dropping.node), ("size", block.size.node)]
          + (block.gamma == .exact ? [] : [("gamma", block.gamma.node)])
          + (block.isShared ? [("shared", block.isShared.node)] : [])
      }),
    Choice(
      "gaussian", "Multiplies each unit by noise of mean 1 and the variance of inverted Bernoulli dropout.",
      formula: "y = z ⊙ x, z ~ N(1, rate / (1 − rate))", source: "Srivastava et al. 2014, section 10",
      example: "{ gaussian: { rate: 0.5, clip: none } }",
      read: { map in
        let rate = map.rate()
        let clip = map.optional("clip", default: Clipping.none)
        guard let rate, let clip else { return nil }
        return switch clip {
        case .none: .gaussian(rate: rate)
        case .zero: .clippedGaussian(rate: rate)
        }
      },
      write: { dropout in
        switch dropout {
        case .gaussian(let rate): return [("rate", rate.dropping.node)]
        case .clippedGaussian(let rate): return [("rate", rate.dropping.node), ("clip", Clipping.zero.node)]
        case .none, .bernoulli, .batchBernoulli, .spatial, .dropBlock, .uniform, .alpha, .cutout, .variational,
          .concrete, .standout, .scheduled:
          return nil
        }
      }),
    Choice(
      "uniform", "Multiplies each unit by uniform noise around one.", formula: "y = u ⊙ x, u ~ U(1 − β, 1 + β)",
      source: "Li et al. 2018, section 5.2 (Uout)", example: "{ uniform: { spread: 0.5 } }",
      read: { map in
        let spread = map.required(
          "spread", Double.self, in: Bounds("a number above 0 and at most 1") { $0 > 0 && $0 <= 1 })
        return spread.map { .uniform(spread: $0) }
      },
      write: { dropout in
        guard case .uniform(let spread) = dropout else { return nil }
        return [("spread", spread.node)]
      }),
    variationalChoice, concreteChoice, standoutChoice,
    Choice(
      "alpha", "Sets units to SELU's lowest value and restores mean 0 and variance 1.",
      formula: "y = a (r x + (1 − r) α′) + b, α′ = −1.7581, a = (p + α′² p q)^(−1/2), b = −a q α′",
      source: "Klambauer et al. 2017, section 3", example: "{ alpha: { rate: 0.05 } }",
      read: { map in map.rate().map { .alpha(rate: $0) } },
      write: { dropout in
        guard case .alpha(let rate) = dropout else { return nil }
        return [("rate", rate.dropping.node)]
      }),
    Choice(
      "cutout", "Sets a square of the input image to zero, its centre anywhere in it.",
      formula: "y = M ⊙ x, M zero in a square cut off at the border; nothing is rescaled",
      source: "DeVries & Taylor 2017, section 3", example: "{ cutout: { size: 8, probability: 1 } }",
      read: { map in
        let size = map.required("size", Int.self, in: Bounds("a whole number from 1 to 256") { (1...256) ~= $0 })
        let probability = map.optional("probability", default: 1.0, in: .zeroToOne)
        guard let size, let probability else { return nil }
        return .cutout(CutoutNoise(size: size, probability: probability))
      },
      write: { dropout in
        guard case .cutout(let cutout) = dropout else { return nil }
        return [("size", cutout.size.node)]
          + (cutout.probability == 1 ? [] : [("probability", cutout.probability.node)])
      }),
    scheduledChoice(
      "Lets the rate of another variant change over training.", formula: "q(t) = curve(t) q",
      source: "Morerio et al. 2017; Ghiasi et al. 2018; Liu et al. 2023",
      example: "{ scheduled: { variant: { bernoulli: { rate: 0.5 } }, curve: curriculum } }"),
  ]
}

/// Who shares one mask.
package enum MaskSharing: Hashable, Sendable {
  case example, batch
}

extension MaskSharing: Chosen {
  package static let noun = "mask"
  package static let choices: [Choice<MaskSharing>] = [
    Choice("example", .example, "Every example has a mask of its own."),
    Choice("batch", .batch, "All examples of a batch share one mask."),
  ]
}

/// Which factors of Gaussian noise are cut off.
package enum Clipping: Hashable, Sendable {
  case none, zero
}

extension Clipping: Chosen {
  package static let noun = "clipping"
  package static let choices: [Choice<Clipping>] = [
    Choice("none", .none, "Factors may be negative."),
    Choice("zero", .zero, "Negative factors are 0; evaluation multiplies by the mean, which is above 1."),
  ]
}

extension Convention: Chosen {
  package static let noun = "convention"
  package static let choices: [Choice<Convention>] = [
    Choice("inverted", .inverted, "Scales by 1 / p in training, does nothing at evaluation."),
    Choice("classic", .classic, "Does not scale in training, multiplies by p at evaluation."),
  ]
}

extension DropoutPlacement: Specified {
  package static let allowed = "the block dropout"

  package static func read(_ node: SpecNode, _ problems: Problems) -> DropoutPlacement? {
    guard var map = MapReader(node, of: "dropout", problems) else { return nil }
    let input = map.optional("input", default: Dropout.none)
    let hidden = map.optional("hidden", default: HiddenDropout.same(.none))
    let maps = map.optional("maps", default: HiddenDropout.same(.none))
    let residual = map.optional("residual", default: LayerDropout<ResidualDropout>.same(.none))
    let recurrent = map.ifPresent("recurrent", LayerDropout<RecurrentDropout>.self)
    let attention = map.ifPresent("attention", LayerDropout<AttentionDropout>.self)
    let branches = map.optional("branches", default: HiddenDropout.same(.none))
    let weights = map.optional("weights", default: LayerDropout<WeightDropout>.same(.none))
    let embedding = map.ifPresent("embedding", EmbeddingDropout.self)
    let sums = map.optional("sums", default: HiddenDropout.same(.none))
    let paths = map.optional("paths", default: LayerDropout<PathDropout>.same(.none))
    map.finish()
    guard let input, let hidden, let maps, let residual, let recurrent, let attention, let branches, let weights,
      let embedding, let sums, let paths
    else { return nil }
    var placement = DropoutPlacement(input: input, hidden: hidden, maps: maps, embedding: embedding, sums: sums)
    placement.residual = residual
    placement.branches = branches
    placement.recurrent = recurrent
    placement.attention = attention
    placement.weights = weights
    placement.paths = paths
    return placement
  }

  package var node: SpecNode {
    var entries: [(String, SpecNode)] = []
    if input != .none { entries.append(("input", input.node)) }
    if hidden != .same(.none) { entries.append(("hidden", hidden.node)) }
    if maps != .same(.none) { entries.append(("maps", maps.node)) }
    if residual != .same(.none) { entries.append(("residual", residual.node)) }
    if let recurrent { entries.append(("recurrent", recurrent.node)) }
    if let attention { entries.append(("attention", attention.node)) }
    if branches != .same(.none) { entries.append(("branches", branches.node)) }
    if weights != .same(.none) { entries.append(("weights", weights.node)) }
    if let embedding { entries.append(("embedding", embedding.node)) }
    if sums != .same(.none) { entries.append(("sums", sums.node)) }
    if paths != .same(.none) { entries.append(("paths", paths.node)) }
    return .map(entries)
  }
}

extension DropoutPlacement {
  /// The keys that say something.
  package var places: Set<DropoutPlace> {
    var used: Set<DropoutPlace> = []
    if input != .none { used.insert(.input) }
    if !hidden.isNone { used.insert(.hidden) }
    if !maps.isNone { used.insert(.maps) }
    if !residual.isNone { used.insert(.residual) }
    if recurrent != nil { used.insert(.recurrent) }
    if attention != nil { used.insert(.attention) }
    if !branches.isNone { used.insert(.branches) }
    if !weights.isNone { used.insert(.weights) }
    if embedding != nil { used.insert(.embedding) }
    if !sums.isNone { used.insert(.sums) }
    if !paths.isNone { used.insert(.paths) }
    return used
  }
}
