/// What an import added, and what was there already.
package struct ImportResult: Hashable, Sendable {
  /// SHA-256 of the manifest of the file.
  package let digest: String
  package var experiments = Count()
  package var trials = Count()
  /// Places of trials in experiments.
  package var members = Count()
  /// Records of inference and probes.
  package var answers = Count()
  package var weights = Count()
  package var measurements = Count()
  package var attempts = Count()
  package var reproductions = Count()
  package var freezings = Count()
  package var annotations = Count()
  /// Names of experiments of which the archive has another specification, and of which the imported one is the newest now.
  package var otherVersions: [String] = []

  /// Names of experiments that are written in other words there and mean the same; those of the archive stay.
  package var otherWords: [String] = []

  package struct Count: Hashable, Sendable {
    package var added = 0
    package var known = 0

    mutating func add(_ isNew: Bool) {
      if isNew { added += 1 } else { known += 1 }
    }
  }

  /// Every count with its name, in the order in which they are told.
  package var counts: [(name: String, count: Count)] {
    [
      ("experiments", experiments), ("trials", trials), ("members", members), ("answers", answers),
      ("weights", weights),
      ("measurements", measurements), ("attempts", attempts), ("reproductions", reproductions),
      ("freezings", freezings), ("annotations", annotations),
    ]
  }
}
