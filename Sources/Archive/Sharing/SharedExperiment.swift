import GRDB

/// One version of an experiment as it stands in an export: `experiments/<name>/<digest>/experiment.json`.
struct SharedExperiment: Codable, Hashable, Sendable {
  struct Configuration: Codable, Hashable, Sendable, FetchableRecord {
    let position: Int
    let label: String
    let spec: String
    let dataset: String
    let dataDigest: String
  }

  struct Member: Codable, Hashable, Sendable, FetchableRecord {
    let purpose: String
    let configuration: Int
    let candidate: Int
    let replicate: Int
    let trial: String
  }

  struct Choice: Codable, Hashable, Sendable, FetchableRecord {
    let configuration: Int
    let chosen: Int
    let scores: String

    /// Whether both say the same; where the tuning trials were elsewhere there are no scores.
    func agrees(with other: Choice) -> Bool {
      configuration == other.configuration && chosen == other.chosen
        && (scores == other.scores || scores.isEmpty || other.scores.isEmpty)
    }
  }

  struct Attempt: Codable, Hashable, Sendable, FetchableRecord {
    let trial: String
    let startedAt: Double
    let endedAt: Double
    let state: String
    let host: String
    let message: String
    let log: String
  }

  let name: String
  /// SHA-256 of the effective specification.
  let digest: String
  let question: String
  let recordedAt: Double
  let configurations: [Configuration]
  let members: [Member]
  let choices: [Choice]
  let attempts: [Attempt]
  /// When it was run, seconds since 1970.
  let invocations: [Double]
  /// Trials of it that were trained again, oldest check first.
  let reproductions: [SharedReproduction]

  static func folder(_ name: String, _ digest: String) -> String { "experiments/\(name)/\(digest.prefix(16))" }
  var folder: String { Self.folder(name, digest) }
}

/// What was frozen under a name: an element of `freezings.json`.
struct SharedFreezing: Codable, Hashable, Sendable, FetchableRecord {
  let name: String
  let tier: String
  let digest: String
  let effective: String
  let sourceCommit: String
  let frozenAt: Double
  let trialsRead: Int
}

/// What was written about an experiment or a trial: an element of `annotations.json`.
struct SharedAnnotation: Codable, Hashable, Sendable, FetchableRecord {
  let subject: String
  let name: String
  let kind: String
  let text: String
  let writtenAt: Double
}
