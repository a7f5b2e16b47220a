import Datasets
import Specifications

/// Which number of a trial a claim is about.
package enum Measure: Hashable, Sendable {
  /// A metric that evaluation measures; the layer is empty for the whole network.
  case epoch(MetricChoice, layer: String)
  /// What a mode of inference gives after so many samples; after the last when nil.
  case inference(InferenceRequest, InferenceMetric, samples: Int?)
  /// What a probe found, of a layer and at a place of a curve where it has them.
  case probe(ProbeRequest, ProbeStatistic, layer: String, at: Double?)
  /// What the predictions of a probe come to.
  case predictions(ProbeRequest, PredictionStatistic)
}

/// A number that predictions for the same examples come to.
package enum PredictionStatistic: String, CaseIterable, Hashable, Sendable {
  /// Share of examples whose most probable class is wrong.
  case error
  /// Mean squared distance from what is true; classes are 0 and 1 for each of them, and their distances are summed.
  case squaredError
  /// Variance between training sets; each replicate has its pseudo-value.
  case variance
}

extension Measure {
  /// Reads a measure; what is not written is as in the experiment's metric, answers are held against its bank of masks.
  package static func read(
    _ node: SpecNode, standard: MetricChoice, bank: Int?, probes: ProbePlan, _ problems: Problems
  ) -> Measure? {
    guard var map = MapReader(node, of: "measure", problems) else { return nil }
    let measure =
      if map.has("probe") { probe(&map, probes) } else if map.has("inference") { inference(&map, bank) } else {
        epoch(&map, standard)
      }
    map.finish()
    return measure
  }

  private static func epoch(_ map: inout MapReader, _ standard: MetricChoice) -> Measure? {
    let metric = map.optional("metric", default: standard.name)
    let isOfLayer = metric.map { !$0.isOfNetwork } ?? false
    let split = map.optional("split", default: isOfLayer ? Split.training : standard.split)
    let usual = split == .test ? RepresentingEpoch.last : standard.at
    let at = map.optional("at", default: usual)
    let layer = map.optional("layer", default: "")
    guard let metric, let split, let at, let layer else { return nil }
    let choice = MetricChoice(name: metric, split: split, at: at)
    if let message = misfit(of: choice, layer: layer) {
      map.problems.report(map.place, message)
      return nil
    }
    return .epoch(choice, layer: layer)
  }

  /// Why a metric, a split, an epoch and a layer do not go together; nil when they do.
  private static func misfit(of choice: MetricChoice, layer: String) -> String? {
    if choice.name == .gap, choice.split == .training {
      return "gap is taken against the training split; choose validation or test"
    }
    if choice.at == .bestValidation, choice.split == .test {
      return "the test split is read once, at the last epoch; bestValidation is not for it"
    }
    if choice.name.isOfNetwork, !layer.isEmpty { return "\(choice.name) is of the whole network and has no layer" }
    if choice.name.isOfLayer, layer.isEmpty {
      return "\(choice.name) is measured of every layer; name one with layer, such as layer: hidden1"
    }
    return nil
  }

  private static func inference(_ map: inout MapReader, _ bank: Int?) -> Measure? {
    let mode = map.required("inference", InferenceMode.self)
    let metric = map.required("metric", InferenceMetric.self)
    let split = map.optional("split", default: Split.test)
    let samples = map.ifPresent("samples", Int.self, in: .atLeast(1))
    guard let mode, let metric, let split, let samples else { return nil }
    return .inference(InferenceRequest(mode: mode, split: split, bank: bank), metric, samples: samples)
  }
}

extension Metric {
  /// Whether there is one number per layer or site.
  package var isOfLayer: Bool {
    switch self {
    case .sparsity, .dropFraction, .noiseMean, .noiseVariance, .weightNorm, .varianceRatio, .learnedRate,
      .largestActivation, .boundedUnits, .gradientNorm:
      true
    case .loss, .error, .accuracy, .nll, .ece, .brier, .perplexity, .meanSquare, .gap, .learningRate, .penalty: false
    }
  }

  /// The end of the metric that counts as better; nil where neither is.
  package var betterEnd: ClaimDirection? {
    switch self {
    case .loss, .error, .nll, .ece, .brier, .perplexity, .meanSquare, .gap: .lower
    case .accuracy: .higher
    case .sparsity, .dropFraction, .noiseMean, .noiseVariance, .weightNorm, .varianceRatio, .largestActivation,
      .boundedUnits, .gradientNorm, .learningRate, .penalty, .learnedRate:
      nil
    }
  }
}

extension InferenceMetric: Chosen {
  package static let noun = "metric of inference"
  package static let choices: [Choice<InferenceMetric>] = allCases.map { metric in
    Choice(metric.rawValue, metric, metric.summary, formula: metric.formula, source: metric.source)
  }

  private var summary: String {
    switch self {
    case .error: "Share of examples, or of symbols, whose most probable class is wrong."
    case .nll:
      "Mean negative log-likelihood of the true class or symbol, or of numbers under the mean of normal laws, in nats."
    case .perplexity: "Exponential of the mean negative log-likelihood of the next symbol."
    case .ece: "Expected calibration error over 15 bins of confidence."
    case .brier: "Mean squared distance of the probabilities from the one-hot label."
    case .entropy: "Mean entropy of the averaged prediction, in nats."
    case .mutualInformation: "Mean of that entropy minus the mean entropy of the single predictions."
    case .divergence: "Mean Kullback–Leibler divergence from the prediction of weight scaling."
    case .divergenceFromMasks:
      "Mean Kullback–Leibler divergence of the mean over the bank of masks from the prediction."
    case .errorSpread: "Standard deviation of the error over runs with other masks."
    case .meanSquare: "Mean squared distance of the averaged answer from the true numbers."
    case .epistemicSD: "Mean over examples of the standard deviation of the answered mean over masks."
    case .aleatoricSD: "Mean over examples of the root of the answered variance, averaged over masks."
    case .epistemicSDInGap: "The same as epistemicSD, of the examples where training left a gap."
    case .epistemicSDOutsideGap: "The same as epistemicSD, of the examples where there were training examples."
    }
  }

  /// The end that counts as better; nil where neither is.
  package var betterEnd: ClaimDirection? {
    switch self {
    case .error, .nll, .perplexity, .ece, .brier, .divergence, .divergenceFromMasks, .meanSquare: .lower
    case .entropy, .mutualInformation, .errorSpread, .epistemicSD, .aleatoricSD, .epistemicSDInGap,
      .epistemicSDOutsideGap:
      nil
    }
  }
}

extension Measure {
  /// The end that counts as better; nil where neither is.
  package var betterEnd: ClaimDirection? {
    switch self {
    case .epoch(let choice, _): choice.name.betterEnd
    case .inference(_, let metric, _): metric.betterEnd
    case .probe(_, let statistic, _, _): statistic.betterEnd
    case .predictions: .lower
    }
  }

  /// Whether it is a share of examples that are counted right or wrong, so that equal differences come about by chance.
  package var isCounted: Bool {
    switch self {
    case .epoch(let choice, _): choice.name.isCounted
    case .inference(_, let metric, _): metric.metric?.isCounted ?? false
    case .probe(_, let statistic, _, _): statistic.isCounted
    case .predictions(_, let statistic): statistic == .error
    }
  }

  /// Why trials of a spec have no such number; nil when they have it.
  package func misfit(with spec: TrialSpec, inference plan: InferencePlan, probes: ProbePlan) -> String? {
    switch self {
    case .epoch(let choice, _): choice.misfit(with: spec)
    case .inference(let request, let metric, let samples):
      Self.misfit(of: request, metric, samples, with: spec, plan)
    case .probe(let request, let statistic, _, _):
      Self.misfit(of: request, with: spec, probes)
        ?? (statistic == .heldOutError && !spec.answerKind.isChoice
          ? "answers are \(spec.answerKind.title), of which none is wrong; ask for heldOutLoss" : nil)
    case .predictions(let request, let statistic):
      Self.misfit(of: request, with: spec, probes)
        ?? (statistic == .error && spec.answerKind != .classes
          ? "answers are \(spec.answerKind.title), whose most probable class cannot be wrong" : nil)
    }
  }

  /// Whether it is taken of predictions, which can be averaged before.
  var isOfPredictions: Bool { if case .predictions = self { true } else { false } }

  private static func misfit(
    of request: InferenceRequest, _ metric: InferenceMetric, _ samples: Int?, with spec: TrialSpec,
    _ plan: InferencePlan
  ) -> String? {
    let asked = plan.requests(for: spec)
    guard asked.contains(request) else {
      let known = asked.map(\.key).joined(separator: ", ")
      return "inference is not asked for \(request.key); it asks for \(known.isEmpty ? "nothing" : known)"
    }
    if let reason = metric.misfit(with: spec, of: request, samples) { return reason }
    guard let samples, case .monteCarlo(let all, _) = request.mode else { return nil }
    let marks = InferenceMode.marks(upTo: all)
    return marks.contains(samples)
      ? nil : "samples is \(samples), but it is written down at \(marks.map(String.init).joined(separator: ", "))"
  }
}

extension MetricChoice {
  /// Why trials of a spec have no such number; nil when they have it.
  package func misfit(with spec: TrialSpec) -> String? {
    if let imported = spec.imported { return imported.misfit(of: name, on: split) }
    if !spec.answerKind.has(name, under: spec.loss) {
      return "\(spec.loss.name) on \(spec.answerKind.title) does not measure \(name)"
    }
    let needsValidation = split == .validation || at == .bestValidation
    if needsValidation, spec.dataset.validation == 0 { return "dataset.validation is 0" }
    if split == .test, spec.dataset.test == 0 || spec.training.evaluate.test == .never {
      return "dataset.test is 0 or evaluate.test is never"
    }
    return nil
  }
}
