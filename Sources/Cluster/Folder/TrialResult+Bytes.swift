import Experiments
import Files

extension TrialResult {
  /// The body of the file; the planned trial is not in it but in the plan.
  var bytes: [UInt8] {
    var writer = ByteWriter()
    guard let cost = finished.measurements else {
      preconditionFailure("trial \(finished.trial.id.short) was not trained here: it has no measurements")
    }
    let outcome = finished.outcome
    switch outcome.status {
    case .completed: writer.write(0)
    case .diverged(let epoch): writer.write(epoch)
    }
    writer.write(list: outcome.metrics) { $1.write($0) }
    writer.write(outcome.digests.batchOrder)
    writer.write(list: outcome.digests.initialWeights) { layer, writer in
      writer.write(layer.layer)
      writer.write(layer.digest)
    }
    writer.write(outcome.digests.finalWeights)
    writer.write(outcome.correctness)
    writer.write(outcome.weights == nil ? 0 : 1)
    writer.write(list: outcome.weights ?? []) { tensor, writer in
      writer.write(tensor.name)
      writer.write(list: tensor.shape) { $1.write($0) }
      writer.write(tensor.values)
    }
    writer.write([cost.startedAt, cost.trainingSeconds, cost.evaluationSeconds, cost.cpuSeconds])
    writer.write(cost.peakMemory)
    writer.write(cost.host)
    writer.write(list: finished.inference) { $1.write($0) }
    writer.write(list: finished.probes) { $1.write($0) }
    writer.write(provenance)
    return writer.bytes
  }

  init(bytes: [UInt8], trial: PlannedTrial) throws(MalformedBytes) {
    var reader = ByteReader(bytes)
    let outcome = try reader.outcome()
    let measurements = try reader.measurements()
    let inference = try reader.list { reader throws(MalformedBytes) in try reader.inference(of: trial) }
    let probes = try reader.list { reader throws(MalformedBytes) in try reader.probe(of: trial) }
    provenance = try reader.text()
    guard reader.isAtEnd else { throw reader.misfit() }
    finished = FinishedTrial(
      trial: trial, outcome: outcome, measurements: measurements, inference: inference, probes: probes)
  }
}

extension ByteWriter {
  fileprivate mutating func write(_ record: InferenceRecord) {
    write(record.request.split.rawValue)
    write(record.request.words)
    write(list: record.values) { value, writer in
      writer.write(value.samples)
      writer.write(value.metric.rawValue)
      writer.write(value.value)
    }
  }

  fileprivate mutating func write(_ record: ProbeRecord) {
    write(record.request.key)
    write(list: record.values) { value, writer in
      writer.write(value.address.layer)
      writer.write(value.address.statistic.rawValue)
      writer.write(value.address.at.map { [$0] } ?? [])
      writer.write(value.value)
    }
  }
}

extension ByteReader {
  fileprivate mutating func outcome() throws(MalformedBytes) -> TrialOutcome {
    let epoch = try int()
    let metrics = try list { reader throws(MalformedBytes) in try reader.metric() }
    let order = try text()
    let initial = try list { reader throws(MalformedBytes) in
      LayerDigest(layer: try reader.text(), digest: try reader.text())
    }
    let final = try text()
    let correctness = try byteArray()
    let hasWeights = try int() == 1
    let weights = try list { reader throws(MalformedBytes) in
      NamedTensor(
        name: try reader.text(), shape: try reader.list { reader throws(MalformedBytes) in try reader.int() },
        values: try reader.floats())
    }
    return TrialOutcome(
      status: epoch == 0 ? .completed : .diverged(epoch: epoch), metrics: metrics,
      digests: TrialDigests(batchOrder: order, initialWeights: initial, finalWeights: final),
      correctness: correctness, weights: hasWeights ? weights : nil)
  }

  fileprivate mutating func measurements() throws(MalformedBytes) -> TrialMeasurements {
    let times = try doubles()
    guard times.count == 4 else { throw misfit() }
    return TrialMeasurements(
      startedAt: times[0], trainingSeconds: times[1], evaluationSeconds: times[2], cpuSeconds: times[3],
      peakMemory: try int(), host: try text())
  }

  /// Requests are known by their words: those of the trial need no reading.
  fileprivate mutating func inference(of trial: PlannedTrial) throws(MalformedBytes) -> InferenceRecord {
    guard let split = Split(rawValue: try text()) else { throw misfit() }
    let words = try text()
    let known = trial.inference.first { $0.split == split && $0.words == words }
    guard let request = known ?? InferenceRequest.read(archived: words, on: split) else { throw misfit() }
    let values = try list { reader throws(MalformedBytes) in
      let samples = try reader.int()
      guard let metric = InferenceMetric(rawValue: try reader.text()) else { throw reader.misfit() }
      return InferenceValue(samples: samples, metric: metric, value: try reader.double())
    }
    return InferenceRecord(request: request, values: values)
  }

  fileprivate mutating func probe(of trial: PlannedTrial) throws(MalformedBytes) -> ProbeRecord {
    let words = try text()
    let known = trial.probes.first { $0.key == words }
    guard let request = known ?? ProbeRequest.read(archived: words) else { throw misfit() }
    let values = try list { reader throws(MalformedBytes) in
      let layer = try reader.text()
      guard let statistic = ProbeStatistic(rawValue: try reader.text()) else { throw reader.misfit() }
      let place = try reader.doubles().first
      return ProbeValue(statistic, layer: layer, at: place, try reader.double())
    }
    return ProbeRecord(request: request, values: values)
  }
}
