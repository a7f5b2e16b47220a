/// The tables whose rows are facts: each row gets a digest when it is recorded, with the rows that belong to it.
///
/// A column that a later version appends to a table stays out of its digests until it is listed here by a migration
/// that seals anew.
enum SealedTable: String, CaseIterable {
  case provenance, experiment, configuration, member, tuningChoice, trial, weight, measurement, attempt, invocation
  case inference, probe, freezing, program, reproduction, patch, specification, forgetting, gap

  /// The columns that enter the digest, in this order.
  var columns: [String] {
    switch self {
    case .provenance: ["id", "digest", "text"]
    case .experiment: ["id", "name", "digest", "question", "effective", "source", "recordedAt"]
    case .configuration: ["id", "experiment", "position", "label", "spec", "dataset", "dataDigest"]
    case .member: ["id", "experiment", "purpose", "configuration", "candidate", "replicate", "trial"]
    case .tuningChoice: ["id", "experiment", "configuration", "chosen", "scores"]
    case .trial:
      [
        "id", "hex", "spec", "seed", "replicate", "status", "divergedEpoch", "batchOrder", "initialWeights",
        "finalWeights", "correctness", "checksum", "provenance",
      ]
    case .weight: ["id", "trial", "position", "name", "shape", "values"]
    case .measurement:
      ["id", "trial", "startedAt", "trainingSeconds", "evaluationSeconds", "cpuSeconds", "peakMemory", "host"]
    case .attempt: ["id", "experiment", "trial", "startedAt", "endedAt", "state", "host", "message", "log"]
    case .invocation: ["id", "experiment", "startedAt"]
    case .inference: ["id", "trial", "split", "mode", "checksum", "provenance"]
    case .probe: ["id", "trial", "request", "checksum", "provenance"]
    case .freezing: ["id", "name", "tier", "digest", "effective", "sourceCommit", "frozenAt", "trialsRead"]
    case .program: ["id", "version", "tables", "since"]
    case .reproduction:
      ["id", "experiment", "checkedAt", "version", "engine", "architecture", "seed", "drawn", "population"]
    case .patch: ["id", "digest", "text"]
    case .specification: ["id", "line", "json"]
    case .forgetting: ["id", "experiment", "digests", "trials", "rows", "forgottenAt"]
    case .gap: ["id", "first", "last", "chain", "madeAt"]
    }
  }

  /// The table of the rows that belong to one of these, and their columns; their owner stands in the column called
  /// like this table.
  var beneath: (table: String, columns: [String], order: String)? {
    switch self {
    case .trial:
      (
        "epochMetric", ["id", "trial", "position", "epoch", "split", "metric", "layer", "value", "state"],
        "position, id"
      )
    case .inference:
      (
        "inferenceMetric", ["id", "inference", "position", "samples", "metric", "value", "state"], "position, id"
      )
    case .probe:
      (
        "probeValue", ["id", "probe", "position", "layer", "statistic", "place", "value", "state"], "position, id"
      )
    case .reproduction:
      ("reproducedTrial", ["id", "reproduction", "trial", "agreement", "largest", "detail"], "id")
    case .provenance, .experiment, .configuration, .member, .tuningChoice, .weight, .measurement, .attempt,
      .invocation, .freezing, .program, .patch, .specification, .forgetting, .gap:
      nil
    }
  }

  /// How a row names the trial it is about, as SQL over the table; nil where it is about none.
  var trial: String? {
    switch self {
    case .trial: "hex"
    case .member, .attempt: "trial"
    case .weight, .measurement, .inference, .probe:
      "(SELECT hex FROM trial AS owner WHERE owner.id = \(rawValue).trial)"
    case .provenance, .experiment, .configuration, .tuningChoice, .invocation, .freezing, .program, .reproduction,
      .patch, .specification, .forgetting, .gap:
      nil
    }
  }
}
