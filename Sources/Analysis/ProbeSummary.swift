import Experiments
import Statistics

/// One probe at one configuration, over its replicates.
package struct ProbeSummary: Sendable {
  package let configuration: Int
  package let request: ProbeRequest
  /// In the order of the records.
  package let points: [ProbePoint]

  package init(configuration: Int, request: ProbeRequest, points: [ProbePoint]) {
    self.configuration = configuration
    self.request = request
    self.points = points
  }

  /// The point of a number.
  package func point(_ statistic: ProbeStatistic, layer: String = "", at place: Double? = nil) -> ProbePoint? {
    points.first { $0.address == ProbeAddress(layer: layer, statistic: statistic, at: place) }
  }

  /// The points of a curve of a layer, by their places.
  package func curve(_ statistic: ProbeStatistic, layer: String = "") -> [ProbePoint] {
    points.filter { $0.address.statistic == statistic && $0.address.layer == layer && $0.address.at != nil }
  }

  /// The layers that it looked at, from the input up; an empty name stands for the whole network.
  package var layers: [String] {
    var found: [String] = []
    for point in points where !found.contains(point.address.layer) { found.append(point.address.layer) }
    return found
  }
}

/// One number of a probe over the replicates.
package struct ProbePoint: Sendable {
  package let address: ProbeAddress
  /// In replicate order.
  package let values: [ReplicateValue]
  package let mean: Double
  /// Nil with fewer than two values.
  package let interval: Interval?
  /// Minus the baseline at the same replicate; nil for a baseline and with fewer than two pairs.
  package let difference: Interval?

  package init(
    address: ProbeAddress, values: [ReplicateValue], mean: Double, interval: Interval?, difference: Interval?
  ) {
    self.address = address
    self.values = values
    self.mean = mean
    self.interval = interval
    self.difference = difference
  }
}

// MARK: - Summing up

extension ProbeSummary {
  /// Sums up the probe records of an experiment's measured trials.
  static func all(of design: ExperimentDesign, evidence: Evidence) -> [ProbeSummary] {
    let trials = Dictionary(
      grouping: design.trials.filter { $0.purpose == .measurement && evidence.completed($0.id) != nil },
      by: \.configuration
    ).mapValues { $0.sorted { $0.replicate < $1.replicate } }
    var requests: [ProbeRequest] = []
    for trial in design.trials {
      for request in trial.probes where !request.probe.isPrediction {
        if !requests.contains(request) { requests.append(request) }
      }
    }
    return requests.flatMap { request in
      design.configurations.compactMap { configuration in
        let base = configuration.baseline.flatMap { trials[$0] }
        return ProbeSummary(
          of: request, configuration: configuration.index,
          records: request.records(of: trials[configuration.index] ?? [], evidence),
          baseline: base.map { request.records(of: $0, evidence) } ?? [], level: design.level)
      }
    }
  }

  /// Returns nil when no trial has a record of the request.
  private init?(
    of request: ProbeRequest, configuration: Int, records: [TrialRecord], baseline: [TrialRecord], level: Double
  ) {
    guard let first = records.first else { return nil }
    let references = Dictionary(uniqueKeysWithValues: baseline.map { ($0.trial.replicate, $0.numbers) })
    self.init(
      configuration: configuration, request: request,
      points: first.record.values.map { found in
        let values = records.compactMap { record in
          record.numbers[found.address].map {
            ReplicateValue(replicate: record.trial.replicate, trial: record.trial.id, value: $0)
          }
        }
        return ProbePoint(found.address, values, references: references, level: level)
      })
  }
}

/// A trial with its record of one request.
private struct TrialRecord {
  let trial: PlannedTrial
  let record: ProbeRecord
  let numbers: [ProbeAddress: Double]
}

extension ProbeRequest {
  fileprivate func records(of trials: [PlannedTrial], _ evidence: Evidence) -> [TrialRecord] {
    trials.compactMap { trial in
      evidence.probes[trial.id]?.first { $0.request == self }.map { record in
        TrialRecord(
          trial: trial, record: record,
          numbers: Dictionary(record.values.map { ($0.address, $0.value) }) { first, _ in first })
      }
    }
  }
}

extension ProbePoint {
  fileprivate init(
    _ address: ProbeAddress, _ values: [ReplicateValue], references: [Int: [ProbeAddress: Double]], level: Double
  ) {
    let sample = Sample(values.map(\.value))
    let pairs = values.compactMap { value in references[value.replicate]?[address].map { (value.value, $0) } }
    let paired = PairedSample(pairs.map(\.0), minus: pairs.map(\.1))
    self.init(
      address: address, values: values, mean: sample?.mean ?? .nan,
      interval: sample.flatMap { Interval.studentT($0, level: level) },
      difference: pairs.isEmpty ? nil : paired.flatMap { Interval.pairedStudentT($0, level: level) })
  }
}
