import Archive
import Browser
import Experiments
import Specifications

/// A trial without an outcome, with what its attempts left behind.
struct ShownOpenTrial {
  private let id: TrialID
  private let attempts: [Attempt]
  private let places: [VersionedPlace]

  /// Nil where the digits do not begin exactly one such trial, or nothing was attempted yet.
  init?(prefix: String, in archive: Archive) throws {
    guard let id = try archive.openTrial(prefix: prefix) else { return nil }
    let attempts = try archive.attempts(at: id)
    guard !attempts.isEmpty else { return nil }
    (self.id, self.attempts, places) = (id, attempts, try archive.trialPlaces(of: id))
  }

  var text: String {
    let head = ["trial \(id.hex)"] + places.map(ShownTrial.words) + ["no outcome", ""]
    let lines = head + attempts.flatMap(ShownTrial.words)
    return lines.dropLast().joined(separator: "\n")
  }

  var json: JSONValue {
    .object([
      ("schema", .number(1)), ("trial", .text(id.hex)), ("status", .text("open")),
      ("places", .list(places.map(\.json))), ("attempts", .list(attempts.map(\.json))),
    ])
  }
}
