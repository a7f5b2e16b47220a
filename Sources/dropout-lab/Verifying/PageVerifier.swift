import Archive
import Browser
import Experiments
import Files
import Foundation
import Reports
import Specifications

/// Holds pages against their own records, the files beside them and the archive they were made from.
struct PageVerifier {
  let archive: Archive?
  let claims: ClaimsFile?
  /// The user's own templates, with which a page was made.
  let templates: URL?

  /// Checks one page; `name` is how messages call it.
  func check(_ page: URL, name: String, into verification: inout Verification) throws {
    let bytes = try FileContents.read(page, atMost: FileContents.mostPage)
    // What is no UTF-8 reads as other text and fails the digest; its record may still tell of the files beside it.
    let text = String(decoding: bytes, as: UTF8.self)
    guard let record = PageRecord.read(from: text) else {
      verification.found(
        Verification.Finding(
          file: name, field: "record", expected: "a record of what it was made from",
          found: "none; pages of earlier versions have none, 'dropout-lab report' makes them anew"))
      return
    }
    let found = record.digest(of: text)
    if found != record.page {
      verification.found(
        Verification.Finding(file: name, field: "SHA-256 of the page", expected: record.page, found: found))
    }
    checkFiles(of: record, beside: page, name: name, into: &verification)
    if record.kind == "experiment" { try checkNumbers(of: record, text, name: name, into: &verification) }
    verification.hold("\(name): \(Self.contents(of: record))")
  }

  private static func contents(of record: PageRecord) -> String {
    var parts = ["the page"]
    if !record.tables.isEmpty { parts.append("\(record.tables.count.counted("table"))") }
    if !record.figures.isEmpty { parts.append("\(record.figures.count.counted("figure"))") }
    if !record.files.isEmpty { parts.append("\(record.files.count.counted("file"))") }
    if !record.trials.isEmpty { parts.append("\(record.trials.count.counted("trial"))") }
    return parts.joined(separator: ", ")
  }

  // MARK: Files beside it

  private func checkFiles(
    of record: PageRecord, beside page: URL, name: String, into verification: inout Verification
  ) {
    let folder = page.deletingLastPathComponent()
    let shownFolder = name.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    for file in record.files {
      let shown = shownFolder.isEmpty ? file.name : "\(shownFolder)/\(file.name)"
      guard !file.name.split(separator: "/").contains("..") else { continue }
      let found: String
      do {
        found = try Self.digest(of: folder.appending(path: file.name))
      } catch {
        found = error.isMissing ? "no such file" : error.description
      }
      guard found != file.sha256 else { continue }
      verification.found(
        Verification.Finding(file: shown, field: "SHA-256", expected: file.sha256, found: found))
    }
  }

  /// A pipe may wait without end, and a device have none.
  private static func digest(of file: URL) throws(FileError) -> String {
    guard FileContents.isRegular(file) || access(file.path, F_OK) != 0 else { return "a folder, a pipe or a device" }
    return try SHA256.digest(ofFile: file).hex
  }

  // MARK: Numbers against the archive

  private func checkNumbers(
    of record: PageRecord, _ text: String, name: String, into verification: inout Verification
  ) throws {
    guard let archive else {
      verification.note("\(name): no sound archive beside it or in --results; its numbers were not held against one")
      return
    }
    let versions = try archive.experiments().filter { $0.name == record.name }
    guard let archived = versions.first(where: { $0.digest == record.specification }) else {
      if try archive.hasForgotten(record.name, digest: record.specification) {
        return verification.note("\(name): its experiment was forgotten; its numbers were not held against an archive")
      }
      verification.found(
        Verification.Finding(
          file: name, field: "specification", expected: record.specification,
          found: versions.isEmpty ? "no experiment '\(record.name)' in the archive" : versions[0].digest))
      return
    }
    let known = try archive.checksums(of: record.trials.map { TrialID(hex: $0.name) })
    for trial in record.trials {
      let found = known[TrialID(hex: trial.name)]
      guard found != trial.sha256 else { continue }
      verification.found(
        Verification.Finding(
          file: name, table: "trial", trial: trial.name, field: "checksum", expected: found ?? "no such trial",
          found: trial.sha256))
    }
    let again = try rebuilt(archived, like: record, from: archive, name: name, into: &verification)
    guard let again else { return }
    compare(text, record, with: again, name: name, into: &verification)
  }

  /// The page as the archive gives it now; nil, with a note, where it would be another page.
  private func rebuilt(
    _ archived: ArchivedExperiment, like record: PageRecord, from archive: Archive, name: String,
    into verification: inout Verification
  ) throws -> String? {
    let claimed = record.options.first { $0.hasPrefix("claims ") }
    if claimed != nil, claims == nil {
      verification.note("\(name): made with a file of claims; give --claims FILE to hold its verdicts against it")
      return nil
    }
    if record.options.contains("templates"), templates == nil {
      verification.note("\(name): made with templates of its own; give --templates DIR to hold its text against them")
      return nil
    }
    let loaded = try LoadedExperiment(archived, from: archive, claims: claimed == nil ? nil : claims)
    let files = try files(of: loaded, like: record, from: archive)
    guard let file = files.first(where: { $0.path.hasSuffix("\(record.name)/index.html") }) else { return nil }
    let again = String(decoding: file.bytes, as: UTF8.self)
    guard let now = PageRecord.read(from: again) else { return nil }
    if now.options != record.options {
      verification.found(
        Verification.Finding(
          file: name, field: "options", expected: now.options.joined(separator: ", "),
          found: record.options.joined(separator: ", ")))
      return nil
    }
    if now.trials.map(\.name) != record.trials.map(\.name) || now.basis != record.basis {
      let command = record.options.contains("site") ? "archive build" : "report"
      verification.note("\(name): the archive has grown since; 'dropout-lab \(command)' brings it up to date")
      return nil
    }
    return again
  }

  /// The report of an experiment as it stands alone, beside others or in a site.
  private func files(
    of loaded: LoadedExperiment, like record: PageRecord, from archive: Archive
  ) throws -> [ReportFile] {
    let library = try TemplateLibrary(overrides: record.options.contains("templates") ? templates : nil)
    let version = ProvenanceCollector.version
    if record.options.contains("site") {
      return try Browser(archive, templates: library, version: version).experiment(loaded)
    }
    let builder = ReportBuilder(
      templates: library, singleFile: record.options.contains("singleFile"),
      linksHome: record.options.contains("home"), version: version)
    return try builder.files([loaded])
  }

  private func compare(
    _ page: String, _ record: PageRecord, with again: String, name: String, into verification: inout Verification
  ) {
    guard let now = PageRecord.read(from: again) else { return }
    for (expected, found) in zip(now.tables, record.tables) where expected != found {
      verification.found(
        Verification.Finding(
          file: name, table: found.name, field: "cells", expected: expected.sha256, found: found.sha256))
    }
    let isDrawnAlike = now.figures == record.figures
    guard now.program == record.program else {
      verification.note("\(name): made by \(record.program); its tables were held against the archive, its words not")
      return
    }
    if !isDrawnAlike {
      verification.note("\(name): figures are drawn otherwise here (other versions of libraries); their numbers hold")
    }
    for difference in PageLines.differences(of: page, from: again, withPictures: isDrawnAlike) {
      verification.found(
        Verification.Finding(
          file: name, field: difference.field, expected: difference.expected, found: difference.found))
    }
  }
}
