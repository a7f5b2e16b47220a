import Analysis
import Archive

extension QueryList {
  /// The fields of a list of experiments.
  package static let experimentFields = QueryFields([
    QueryField("name", .text, "its name"),
    QueryField(
      "status", .text, "finished, running or unfinished", choices: ["finished", "running", "unfinished"],
      // As of a trial.
      synonyms: ["completed": "finished"]),
    QueryField("trials", .number, "measured trials with an outcome"),
    QueryField("planned", .number, "measured trials that are planned"),
    QueryField("completed", .number, "measured trials that completed"),
    QueryField("diverged", .number, "measured trials whose loss was not finite"),
    QueryField("failed", .number, "measured trials that only have failed attempts"),
    QueryField("configurations", .number, "configurations compared"),
    QueryField("versions", .number, "versions in the archive; NAME~1 is the one before the newest"),
    QueryField("claims", .number, "claims made"),
    QueryField("reproduced", .number, "claims that hold"),
    QueryField("verdict", .words, "verdicts that its claims have"),
    QueryField("best", .number, "the measure of the configuration that validation chose"),
    QueryField("measure", .text, "the measure that answers its question"),
    QueryField("curve", .text, "that measure by epoch, as a drawing"),
    QueryField("dropout", .words, "variants of dropout in use"),
    QueryField("network", .words, "networks in use"),
    QueryField("dataset", .words, "data sets in use"),
    QueryField("size", .number, "bytes in the archive"),
    QueryField("cpu", .number, "CPU seconds of all trials"),
    QueryField("date", .date, "day on which its last trial began"),
    QueryField("starred", .text, "yes or no, whether it has a star", choices: ["yes", "no"]),
    QueryField("tags", .words, "its tags"),
    QueryField("notes", .words, "what people noted about it"),
    QueryField("question", .text, "what it asks"),
    QueryField("answer", .text, "the first sentence of its answer"),
    QueryField("specification", .text, "SHA-256 of its effective specification"),
  ])

  /// One row per experiment, with what people have written about it.
  package init(_ conclusions: Conclusions) {
    self.init(
      fields: Self.experimentFields,
      rows: conclusions.entries.map { entry in
        let values = entry.values
        return Row { values[$0] ?? entry.annotations.value($0) ?? .nothing }
      })
  }
}

extension Conclusions.Entry {
  package var status: String { state.running > 0 ? "running" : state.isFinished ? "finished" : "unfinished" }

  fileprivate var values: [String: QueryValue] {
    known.merging(conclusion.isRead ? results : [:]) { $1 }
  }

  /// What the archive says without its results.
  private var known: [String: QueryValue] {
    let found = conclusion
    return [
      "name": .text(found.name), "specification": .text(found.digest), "status": .text(status),
      "configurations": .number(Double(found.configurations)), "versions": .number(Double(versions)),
      "date": .text(DateText.day(state.lastAt ?? archived.recordedAt)), "question": .text(found.question),
      "answer": .text(found.answer.first ?? ""),
    ]
  }

  /// What is known once its results have been read: nothing is not zero.
  private var results: [String: QueryValue] {
    let (found, counts) = (conclusion, conclusion.counts)
    return [
      "trials": .number(Double(counts.completed + counts.diverged)), "planned": .number(Double(counts.planned)),
      "state": .text(counts.words(isImported: found.isImported)),
      "completed": .number(Double(counts.completed)), "diverged": .number(Double(counts.diverged)),
      "failed": .number(Double(counts.failed)),
      "claims": .number(Double(found.verdicts.count)), "reproduced": .number(Double(found.reproduced)),
      "verdict": .words(Set(found.verdicts.map(\.word)).sorted()), "best": QueryValue(found.bestValue),
      "measure": .text(found.measure), "dropout": .words(found.variants), "network": .words(found.networks),
      "dataset": .words(found.datasets), "size": .number(Double(found.bytes)),
      // Of what another program trained, nothing was measured.
      "cpu": found.isImported ? .nothing : .number(found.cpuSeconds),
      "curve": .words(found.curve.map { "\($0)" }),
    ]
  }
}

extension Annotations {
  /// What the fields of people's own words hold; nil for other fields.
  func value(_ name: String) -> QueryValue? {
    switch name {
    case "starred": .text(isStarred ? "yes" : "no")
    case "tags": tags.isEmpty ? .nothing : .words(tags)
    case "notes": notes.isEmpty ? .nothing : .words(notes)
    default: nil
    }
  }
}
