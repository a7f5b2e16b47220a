import Analysis
import Archive
import Experiments
import Specifications

extension ArchivedTrial {
  /// Everything that is recorded of a trial, for machines; schema 1.
  package func json(
    attempts: [Attempt], inference: [InferenceRecord], probes: [ProbeRecord], places: [VersionedPlace]
  ) -> JSONValue {
    .object([
      ("schema", .number(1)), ("trial", .text(id.hex)), ("status", .text(outcome.status.word)),
      ("spec", .text(spec)), ("seed", .text(seed)), ("replicate", .number(replicate)),
      ("places", .list(places.map(\.json))),
      ("metrics", .list(outcome.metrics.map(\.json))), ("inference", .list(inference.map(\.json))),
      ("probes", .list(probes.map(\.json))), ("attempts", .list(attempts.map(\.json))),
      ("finalWeights", .text(outcome.digests.finalWeights)),
      ("provenance", .object(Provenance(text: provenance).facts.map { ($0.name, .text($0.value)) })),
    ])
  }

  /// The metrics by epoch as a table with a head (RFC 4180).
  package var metricsCSV: String {
    let rows = outcome.metrics.map { metric in
      [
        "\(metric.epoch)", metric.split.rawValue, metric.metric.rawValue, metric.layer,
        metric.value.isFinite ? "\(metric.value)" : "", metric.value.state.rawValue,
      ]
    }
    return ([["epoch", "split", "metric", "layer", "value", "state"]] + rows).map(CSV.line).joined()
  }
}

extension TrialDossier {
  package var json: JSONValue {
    trial.json(attempts: attempts, inference: inference, probes: probes, places: places)
  }
}

extension VersionedPlace {
  package var json: JSONValue {
    .object([
      ("experiment", .text(membership.experiment)), ("newest", .bool(isNewest)),
      ("configuration", .number(membership.configuration)), ("label", .text(membership.label)),
      ("replicate", .number(membership.replicate)),
      ("purpose", .text(membership.isTuning ? "tuning" : "measurement")),
    ])
  }
}

extension EpochMetric {
  fileprivate var json: JSONValue {
    .object([
      ("epoch", .number(epoch)), ("split", .text(split.rawValue)), ("metric", .text(metric.rawValue)),
      ("layer", .text(layer)), ("value", .real(value)), ("state", .text(value.state.rawValue)),
    ])
  }
}

extension ProbeRecord {
  fileprivate var json: JSONValue {
    .object([
      ("probe", .text(request.key)),
      (
        "values",
        .list(
          values.map { found in
            .object([
              ("layer", .text(found.address.layer)), ("statistic", .text(found.address.statistic.rawValue)),
              ("at", found.address.at.map { .real($0) } ?? .null), ("value", .real(found.value)),
              ("state", .text(found.value.state.rawValue)),
            ])
          })
      ),
    ])
  }
}

extension InferenceRecord {
  fileprivate var json: JSONValue {
    .object([
      ("mode", .text(request.words)), ("split", .text(request.split.rawValue)),
      (
        "values",
        .list(
          values.map {
            .object([
              ("samples", .number($0.samples)), ("metric", .text($0.metric.rawValue)), ("value", .real($0.value)),
              ("state", .text($0.value.state.rawValue)),
            ])
          })
      ),
    ])
  }
}

extension Attempt {
  package var json: JSONValue {
    .object([
      ("state", .text(state.rawValue)), ("startedAt", .real(startedAt)), ("endedAt", .real(endedAt)),
      ("host", .text(host)), ("message", .text(message)), ("log", .list(log.map { .text($0) })),
    ])
  }
}
