import Files
import Foundation
import GRDB

/// One import on its way into the database.
struct Merge {
  let file: SharedReader
  let database: Database
  var result: ImportResult
  /// The ids of all trials of the file.
  private(set) var trials: [String] = []
  /// The experiments of the file with their rows.
  var experiments: [(shared: SharedExperiment, row: Int64)] = []

  init(file: SharedReader, database: Database) {
    self.file = file
    self.database = database
    result = ImportResult(digest: file.digest)
  }

  mutating func all() throws {
    let provenances = try self.provenances()
    try addPatches()
    for name in file.names where name.hasPrefix("trials/") && name.hasSuffix(".json") {
      let shared = try file.value(SharedTrial.self, from: name)
      guard name == "trials/\(shared.id).json" else { throw file.unsound("'\(name)' is another trial") }
      try add(shared, provenances)
      trials.append(shared.id)
    }
    for listed in file.manifest.experiments {
      let folder = SharedExperiment.folder(listed.name, listed.digest)
      let shared = try file.value(SharedExperiment.self, from: "\(folder)/experiment.json")
      guard shared.name == listed.name, shared.digest == listed.digest else {
        throw file.unsound("'\(folder)' is another experiment")
      }
      try add(shared)
    }
    try addFreezings()
    try addAnnotations()
  }

  /// The row of each provenance by its digest, in the order of the origin, so that reports list them alike.
  private func provenances() throws -> [String: Int64] {
    var rows: [String: Int64] = [:]
    for digest in file.manifest.provenances {
      let text = try file.text(of: "provenance/\(digest).txt")
      guard SHA256.digest(of: text).hex == digest else {
        throw file.unsound("provenance \(digest.prefix(12)) is not what its digest says")
      }
      try SealedTable.provenance.insert([digest, text], ifNew: true, database)
      rows[digest] = try Int64.fetchOne(
        database, sql: "SELECT id FROM provenance WHERE digest = ?", arguments: [digest])
    }
    return rows
  }

  private func addPatches() throws {
    for name in file.names where name.hasPrefix("patches/") {
      let text = try file.text(of: name)
      let digest = SHA256.digest(of: text).hex
      guard name == "patches/\(digest).patch" else { throw file.unsound("'\(name)' is not what its digest says") }
      try SealedTable.patch.insert([digest, text], ifNew: true, database)
    }
  }

  func disagreement(_ what: String, _ imported: some Any, _ archived: some Any) -> ArchiveError {
    .disagreement(about: what, path: file.path, imported: "\(imported)", archived: "\(archived)")
  }

  // MARK: What stands beside the trials

  private mutating func addFreezings() throws {
    guard file.contains("freezings.json") else { return }
    let known = Set(try SharedFreezing.fetchAll(database, sql: "SELECT * FROM freezing"))
    for frozen in try file.value([SharedFreezing].self, from: "freezings.json") {
      result.freezings.add(!known.contains(frozen))
      if known.contains(frozen) { continue }
      try SealedTable.freezing.insert(
        [
          frozen.name, frozen.tier, frozen.digest, frozen.effective, frozen.sourceCommit, frozen.frozenAt,
          frozen.trialsRead,
        ], database)
    }
  }

  private mutating func addAnnotations() throws {
    guard file.contains("annotations.json") else { return }
    for written in try file.value([SharedAnnotation].self, from: "annotations.json") {
      guard let subject = AnnotationSubject(kind: written.subject, name: written.name), !written.name.isEmpty,
        let kind = AnnotationMark.Kind(rawValue: written.kind)
      else { throw file.unsound("it holds an annotation of no known kind") }
      let mark = AnnotationMark(kind: kind, text: written.text)
      if let problem = mark.problem { throw file.unsound(problem) }
      result.annotations.add(try Archive.add(mark, to: subject, at: written.writtenAt, database))
    }
  }
}
