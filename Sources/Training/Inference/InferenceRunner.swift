import Datasets
import Experiments
import NeuralNets
import Randomness
import Specifications
import Tensors

/// Asks a trained network in the modes of its trial, split by split.
///
/// A class because it owns the scratch memory of its passes; the network is left as it was found.
final class InferenceRunner {
  private let trained: TrainedNetwork
  private let sums: PredictionSums
  /// The moments of dropped weights; nil where none are asked for.
  private var gaussian: GaussianInference?
  /// What the first stage makes of the batch, where all passes of an ensemble share it.
  private var held: [Float]?
  /// The logits of the batch with the steps of an example side by side; nothing where there is one step.
  private let ordered: FloatBuffer
  /// The symbols of the batch as they come, the step outermost.
  private let symbols: UnsafeMutableBufferPointer<UInt32>
  private var trial: PlannedTrial { trained.trial }
  private var network: Network { trained.network }
  private var plan: ReplicatePlan { trained.plan }
  private var classes: Int { network.outputs }
  /// Answers per example: one, or one per symbol of a sequence.
  private var steps: Int { network.steps }
  private var isOfSymbols: Bool { trial.spec.answerKind == .symbols }

  init(_ trained: TrainedNetwork) {
    self.trained = trained
    let (network, answers) = (trained.network, trained.capacity * trained.network.steps)
    sums = PredictionSums(capacity: answers, classes: network.outputs)
    ordered = FloatBuffer(network.steps > 1 ? answers * network.outputs : 0)
    symbols = .allocate(capacity: answers)
    symbols.initialize(repeating: 0)
  }

  deinit { symbols.deallocate() }

  /// One record per request of the trial, in their order.
  func records(isCancelled: () -> Bool) throws(TrainingCancelled) -> [InferenceRecord] {
    var records: [InferenceRecord] = []
    for split in Split.allCases {
      let requests = trial.inference.filter { $0.split == split }
      if requests.isEmpty { continue }
      let examples = trained.examples(of: split)
      let reference = try logProbabilities(examples, isCancelled)
      let bank = requests[0].bank
      precondition(requests.allSatisfy { $0.bank == bank }, "a trial has one bank of masks")
      let masked = try bank.map { masks throws(TrainingCancelled) in
        try self.masked(by: masks, examples, isCancelled)
      }
      let given = Given(logProbabilities: reference, masked: masked)
      for request in requests {
        let values = try values(of: request.mode, on: examples, given, isCancelled)
        records.append(InferenceRecord(request: request, values: values))
      }
    }
    return records
  }
}

/// What answers are held against, one row per answer of a split.
private struct Given {
  /// Those of weight scaling.
  let logProbabilities: DoubleBuffer
  /// The mean over a bank of masks; nil where there is none.
  let masked: DoubleBuffer?
}

// MARK: - One mode

extension InferenceRunner {
  private func values(
    of mode: InferenceMode, on examples: Examples, _ given: Given, _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) -> [InferenceValue] {
    let remembered = network.norms.map(RememberedNorm.init)
    defer { for norm in remembered { norm.restore() } }
    prepareNorms(for: mode)
    let ensemble = ensemble(of: mode)
    let measures = try measures(of: ensemble, on: examples, given, isCancelled)
    let hasDisagreement = ensemble.mean == .arithmetic && ensemble.count > 1 && !ensemble.isSeparate
    let values = measures.map {
      $0.values(
        ofSymbols: isOfSymbols, hasDisagreement: hasDisagreement, hasDivergence: mode != .weightScaling)
    }
    guard ensemble.isSeparate else {
      return zip(ensemble.marks, values).flatMap { mark, values in
        values.map { InferenceValue(samples: ensemble.samples ?? mark, metric: $0.metric, value: $0.value) }
      }
    }
    return Self.overRuns(values, errors: measures.map(\.error))
  }

  /// The means over separate runs, and the standard deviation of their errors.
  private static func overRuns(
    _ runs: [[(metric: InferenceMetric, value: Double)]], errors: [Double]
  ) -> [InferenceValue] {
    let count = Double(runs.count)
    let means = runs[0].indices.map { place in
      InferenceValue(
        samples: 1, metric: runs[0][place].metric, value: runs.reduce(0) { $0 + $1[place].value } / count)
    }
    let mean = errors.reduce(0, +) / count
    let squares = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return means + [InferenceValue(samples: 1, metric: .errorSpread, value: (squares / (count - 1)).squareRoot())]
  }

  private func measures(
    of ensemble: Ensemble, on examples: Examples, _ given: Given, _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) -> [EnsembleMeasures] {
    var measures = [EnsembleMeasures](repeating: EnsembleMeasures(), count: ensemble.marks.count)
    var first = 0
    for batch in examples.batches(of: batchSize(of: ensemble)) {
      trained.take(batch, of: examples)
      let labels = labels(batch, of: examples)
      sums.clear()
      held = ensemble.skipsFirstStage ? network.holdFirstStage(trained.taken, rows: batch.count) : nil
      var mark = 0
      for pass in 0..<ensemble.count {
        if isCancelled() { throw TrainingCancelled() }
        let logits = logits(ensemble.pass(pass), rows: batch.count)
        sums.add(logits, rows: batch.count * steps, weight: ensemble.weight(pass), mean: ensemble.mean)
        guard pass + 1 == ensemble.marks[mark] else { continue }
        sums.measure(
          rows: batch.count * steps, total: ensemble.total(after: pass + 1), mean: ensemble.mean, labels: labels,
          reference: given.logProbabilities.base + first * steps * classes,
          masked: given.masked.map { UnsafePointer($0.base) + first * steps * classes }, into: &measures[mark])
        if ensemble.isSeparate { sums.clear() }
        mark += 1
      }
      first += batch.count
    }
    held = nil
    return measures
  }

  /// The examples of a batch: as in training where its size belongs to the result.
  private func batchSize(of ensemble: Ensemble) -> Int {
    ensemble.needsTrainingBatches || trained.meetsInBatches ? trial.spec.training.batchSize : trained.evaluationBatch
  }

  /// The class of every example of a batch, or the symbols that follow at its steps, example by example.
  private func labels(_ batch: ArraySlice<UInt32>, of examples: Examples) -> [UInt32] {
    guard isOfSymbols else { return batch.map { examples.labels[Int($0)] } }
    examples.gatherSymbols(batch, into: symbols)
    return (0..<batch.count * steps).map { symbols[$0 % steps * batch.count + $0 / steps] }
  }

  /// Log probabilities of weight scaling, one row per answer.
  private func logProbabilities(
    _ examples: Examples, _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) -> DoubleBuffer {
    let logs = DoubleBuffer(examples.count * steps * classes)
    var first = 0
    for batch in examples.batches(of: trained.evaluationBatch) {
      if isCancelled() { throw TrainingCancelled() }
      trained.take(batch, of: examples)
      sums.logProbabilities(
        logits(.network(.evaluation), rows: batch.count), rows: batch.count * steps,
        into: logs.base + first * steps * classes)
      first += batch.count
    }
    return logs
  }

  /// Mean probabilities over a bank of masks that no mode averages, one row per answer.
  private func masked(
    by bank: Int, _ examples: Examples, _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) -> DoubleBuffer {
    let means = DoubleBuffer(examples.count * steps * classes)
    let masks = trial.spec.masks(ofBank: bank)
    let ensemble = sampled(masks, from: InferenceMode.mostSamples, .arithmetic)
    var first = 0
    for batch in examples.batches(of: batchSize(of: ensemble)) {
      trained.take(batch, of: examples)
      sums.clear()
      for pass in 0..<masks {
        if isCancelled() { throw TrainingCancelled() }
        let logits = logits(ensemble.pass(pass), rows: batch.count)
        sums.add(logits, rows: batch.count * steps, weight: 1, mean: .arithmetic)
      }
      sums.means(rows: batch.count * steps, total: Double(masks), into: means.base + first * steps * classes)
      first += batch.count
    }
    return means
  }

  private func logits(_ pass: Ensemble.Pass, rows: Int) -> FloatBuffer {
    switch pass {
    case .network(let pass):
      if let held {
        network.forward(held: held, examples: trained.places(rows), pass: pass)
      } else {
        trained.forward(pass, rows: rows)
      }
      return steps == 1 ? network.logits : sideBySide(rows)
    case .gaussian(let samples):
      let inference = gaussian ?? GaussianInference(network)
      gaussian = inference
      inference.forward(trained.features.base, examples: trained.places(rows), plan: plan, samples: samples)
      return inference.logits
    }
  }
}

extension InferenceRunner {
  /// Brings the logits of the batch from rows step by step into rows example by example, so that no batch shows in sums.
  private func sideBySide(_ examples: Int) -> FloatBuffer {
    for answer in 0..<examples * steps {
      let row = answer % steps * examples + answer / steps
      (ordered.base + answer * classes).update(from: network.logits.base + row * classes, count: classes)
    }
    return ordered
  }
}

// MARK: - The passes of a mode

extension InferenceRunner {
  private func ensemble(of mode: InferenceMode) -> Ensemble {
    switch mode {
    case .weightScaling, .meanWeights, .reestimate: return .single(.network(.evaluation))
    case .monteCarlo(let samples, let mean): return sampled(samples, from: 0, mean)
    case .exhaustive(let mean): return enumerated(mean)
    case .gaussianMoments(let samples): return .single(samples: samples, .gaussian(samples: samples))
    case .gaussianClosedForm: return .single(.gaussian(samples: nil))
    case .singleColumn(let column): return .single(.network(.composed(.column(column))))
    case .fault(let fault): return ensemble(of: fault)
    }
  }

  /// Passes with noise on, by the masks of so many samples that follow each other.
  private func sampled(_ samples: Int, from first: Int, _ mean: EnsembleMean) -> Ensemble {
    Ensemble(count: samples, mean: mean, marks: InferenceMode.marks(upTo: samples)) { [plan] in
      .network(.sampling(plan, sample: first + $0))
    }
  }

  private func enumerated(_ mean: EnsembleMean) -> Ensemble {
    let members = Subnetworks(of: network.sites)
    return Ensemble(
      count: members.count, mean: mean, marks: [members.count], skipsFirstStage: network.hasConstantFirstStage,
      weight: { members.weight($0) }, pass: { .network(.composed(members.composition($0))) }, dividesByCount: false)
  }

  private func ensemble(of fault: InferenceFault) -> Ensemble {
    switch fault {
    case .maskLeftOn: return runs { [plan] in .sampling(plan, sample: $0) }
    case .classicUnscaled: return scaled { 1 / $0 }
    case .invertedScaledTwice: return scaled { $0 }
    case .rateRetentionSwapped: return scaled { (1 - $0) / $0 }
    case .oneSiteLeftOn:
      let last = network.sites.last { $0.dropout != .none }?.name ?? ""
      return runs { [plan] in .composed(PassComposition(acts: [last: .drawn(plan, sample: $0)])) }
    case .batchNormInTraining:
      var one = Ensemble.single(.network(.evaluation))
      one.needsTrainingBatches = true
      return one
    case .trainingMode:
      let steps = trained.steps
      var several = runs { [plan] in .training(plan, step: steps + $0, progress: 1) }
      several.needsTrainingBatches = true
      return several
    }
  }

  /// Separate passes with chance of their own.
  private func runs(_ pass: @escaping (Int) -> ForwardPass) -> Ensemble {
    let count = InferenceMode.faultRuns
    return Ensemble(
      count: count, mean: .geometric, marks: Array(1...count), isSeparate: true, pass: { .network(pass($0)) })
  }

  /// One evaluation with another factor, as a multiple of the right one that depends on the retention: at every Bernoulli
  /// site, or, where there is none, at every gate of stochastic depth, each with the survival of its own.
  private func scaled(_ multiple: (_ retention: Double) -> Double) -> Ensemble {
    var acts: [String: SiteAct] = [:]
    for site in network.unitSites {
      guard case .bernoulli(let rate, _) = site.dropout else { continue }
      acts[site.name] = .factor(site.dropout.laws.evaluationFactor * multiple(rate.retention))
    }
    if acts.isEmpty {
      for gate in network.gates where gate.survival.isScaled {
        acts[gate.name] = .factor(gate.evaluationFactor * multiple(gate.survival.probability))
      }
    }
    return .single(.network(.composed(PassComposition(acts: acts))))
  }
}

// MARK: - Batch normalisation

extension InferenceRunner {
  /// Takes statistics anew, or lets every batch bring its own.
  private func prepareNorms(for mode: InferenceMode) {
    switch mode {
    case .reestimate(let examples):
      reestimate(from: trained.data.training.prefix(examples ?? trained.data.training.count))
    case .fault(.batchNormInTraining): for norm in network.norms { norm.beginEstimating() }
    case .weightScaling, .monteCarlo, .exhaustive, .meanWeights, .gaussianMoments, .gaussianClosedForm, .singleColumn,
      .fault:
      break
    }
  }

  private func reestimate(from examples: Examples) {
    for norm in network.norms { norm.beginEstimating() }
    for batch in examples.batches(of: trial.spec.training.batchSize) {
      trained.take(batch, of: examples)
      _ = logits(.network(.evaluation), rows: batch.count)
    }
    for norm in network.norms { norm.endEstimating() }
  }
}

/// The statistics of a batch normalisation as training left them.
private struct RememberedNorm {
  let norm: BatchNormLayer
  let means: [Double]
  let variances: [Double]

  init(_ norm: BatchNormLayer) {
    self.norm = norm
    means = norm.running.means.values
    variances = norm.running.variances.values
  }

  func restore() {
    norm.endEstimating()
    norm.running.means.base.update(from: means, count: means.count)
    norm.running.variances.base.update(from: variances, count: variances.count)
  }
}
