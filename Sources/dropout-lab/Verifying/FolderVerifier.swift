import Archive
import ArgumentParser
import Browser
import Experiments
import Files
import Foundation
import NeuralNets
import Reports
import Specifications
import Training

/// Verifies an archive, a page, exported weights, or a folder with all of them, and writes nothing.
struct FolderVerifier {
  let claims: ClaimsFile?
  let templates: URL?
  /// Its archive stands in for the one that a single page or file lacks.
  let results: URL

  func verify(_ path: String) throws -> Verification {
    var verification = Verification()
    let url = URL(filePath: path)
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw FileError(path: path, operation: "read", code: ENOENT)
    }
    if url.isFolder {
      try verify(folder: URL(filePath: path, directoryHint: .isDirectory), name: path, into: &verification)
    } else if path.hasSuffix(".html"), try !Self.isOwn(url) {
      if try !SiteVerifier.verify(file: url, name: path, into: &verification) {
        verification.note(
          "\(path): it has no record, as only reports and notebooks have; it was not held against anything")
      }
    } else if path.hasSuffix(".html") || path.hasSuffix(".safetensors") {
      try verify([path], archive: archive(above: url, &verification), into: &verification)
    } else if try Archive.isExport(url) {
      try verify(export: url, name: path, &verification)
    } else if url.lastPathComponent == Conclusions.name {
      try verify(conclusions: url, name: path, &verification)
    } else if try Self.isArchive(url) {
      verification.add(try Archive.verify(at: url), file: path)
    } else if try !FileOfPage.verify(url, name: path, into: &verification),
      try !SiteVerifier.verify(file: url, name: path, into: &verification)
    {
      throw ValidationError(
        "'\(path)' is nothing that verify reads: an archive (SQLite), an export (.sqlar), a page (.html), weights (.safetensors), "
          + "a folder, or a file that a page beside it names")
    }
    return verification
  }

  /// Whether a file is an archive, or is called one: a flipped byte in its head is to be found.
  private static func isArchive(_ url: URL) throws -> Bool {
    if ["sqlite", "sqlite3", "db"].contains(url.pathExtension) { return true }
    let head = Array("SQLite format 3\0".utf8)
    return try FileContents.isRegular(url) && FileContents.read(url, at: 0, count: head.count) == head
  }

  /// Folders from the pages of a site up to its archive: `results/site/experiments/rates`.
  private static let deepest = 4

  /// The archive of the results folder in which a file lies, or that which was asked for.
  private func archive(above file: URL, _ verification: inout Verification) -> URL? {
    var folder = file.absoluteURL.deletingLastPathComponent()
    for _ in 0..<Self.deepest {
      let archive = folder.appending(path: "archive.sqlite")
      if FileManager.default.fileExists(atPath: archive.path) { return archive }
      folder = folder.deletingLastPathComponent()
    }
    let other = results.appending(path: "archive.sqlite")
    guard FileManager.default.fileExists(atPath: other.path) else { return nil }
    verification.note("what lies in no results folder is held against \(other.relativePath); --results names another")
    return other
  }

  private func verify(folder: URL, name: String, into verification: inout Verification) throws {
    let prefix = name.hasSuffix("/") ? name : name + "/"
    let archive = folder.appending(path: "archive.sqlite")
    let verified = try Self.verify(archive: archive)
    let isThere = verified != nil
    if let verified { verification.add(verified, file: "\(prefix)archive.sqlite") }
    try verify(conclusions: folder.appending(path: Conclusions.name), name: prefix + Conclusions.name, &verification)
    // What a command was writing when it was ended is nobody's page.
    let all = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().filter { path in
      !path.split(separator: "/").contains(where: AtomicFile.isTemporary)
    }
    let others = Self.resultsFolders(in: all)
    let files = try all.filter { path in
      if others.contains(where: { path.hasPrefix($0 + "/") }) { return false }
      if path.hasSuffix(".safetensors") { return true }
      return try path.hasSuffix(".html") && Self.isOwn(folder.appending(path: path))
    }
    let sites = SiteVerifier.sites(in: all)
    for site in sites { try SiteVerifier.verify(site: site, of: all, in: folder, prefix: prefix, &verification) }
    let elsewhere = (others + sites).map { $0.isEmpty ? "" : "\($0)/" }
    let exports = all.filter { path in path.hasSuffix(".sqlar") && !elsewhere.contains { path.hasPrefix($0) } }
    for export in exports { try verify(export: folder.appending(path: export), name: prefix + export, &verification) }
    let unheld = all.filter { path in
      path.hasSuffix(".html") && !files.contains(path) && !elsewhere.contains { path.hasPrefix($0) }
    }
    noteUnheld(unheld, name: name, &verification)
    if !isThere, files.isEmpty, others.isEmpty, exports.isEmpty { throw ArchiveError.missing(path: archive.path) }
    if !files.isEmpty {
      let own = isThere ? archive : self.archive(above: archive, &verification)
      try verify(files.map { prefix + $0 }, archive: own, into: &verification)
    }
    for other in others {
      let inner = folder.appending(path: other, directoryHint: .isDirectory)
      try verify(folder: inner, name: prefix + other, into: &verification)
    }
  }

  /// What an archive says of itself; nil where there is none, or none was made yet.
  private static func verify(archive: URL) throws -> ArchiveVerification? {
    do { return try Archive.verify(at: archive) } catch ArchiveError.missing { return nil }
  }

  private func noteUnheld(_ pages: [String], name: String, _ verification: inout Verification) {
    guard let first = pages.first else { return }
    verification.note(
      "\(name): \(pages.count.counted("page")) without a record, such as \(first); not held against anything")
  }

  /// Takes an export into an archive in memory, as an import would.
  private func verify(export file: URL, name: String, _ verification: inout Verification) throws {
    func found(_ reason: String) {
      verification.found(
        Verification.Finding(file: name, field: "contents", expected: "what was exported", found: reason))
    }
    do {
      let result = try Archive.verify(export: file)
      let (experiments, trials) = (result.experiments.added, result.trials.added)
      verification.hold(
        "\(name): \(experiments.counted("experiment")), \(trials.counted("trial")), every entry; digest \(result.digest)"
      )
    } catch ArchiveError.unsoundExport(_, let reason) {
      found(reason)
    } catch ArchiveError.disagreement(let what, _, let one, let other) {
      found("\(what) is \(one) in one place and \(other) in another")
    }
  }

  /// What `list` keeps beside an archive; a file of another digest is not read, and made again.
  private func verify(conclusions file: URL, name: String, _ verification: inout Verification) throws {
    guard FileManager.default.fileExists(atPath: file.path) else { return }
    let bytes = try FileContents.read(file, atMost: FileContents.mostPage)
    guard !KeptConclusions.isSound(bytes) else { return verification.hold("\(name): its digest") }
    verification.found(
      Verification.Finding(
        file: name, field: "SHA-256", expected: "the digest of what it holds",
        found: "another, or none (versions before had none); the next 'list' makes the file anew"))
  }

  /// The uppermost folders below this one that have an archive of their own, such as `results/published`.
  private static func resultsFolders(in paths: [String]) -> [String] {
    let found = paths.filter { $0.hasSuffix("/archive.sqlite") }.map { String($0.dropLast("/archive.sqlite".count)) }
    return found.filter { path in !found.contains { path.hasPrefix($0 + "/") } }
  }

  /// Whether a page names this program, by either of two marks: one flipped byte does not hide it.
  private static func isOwn(_ page: URL) throws -> Bool {
    try FileContents.contains(anyOf: marks, page)
  }

  private static let marks = ["content=\"dropout-lab", "id=\"record\""].map { Array($0.utf8) }

  // MARK: Pages and weights

  private func verify(_ files: [String], archive: URL?, into verification: inout Verification) throws {
    guard let archive else { return try verify(files, against: nil, into: &verification) }
    do {
      try Archive.untouched(at: Archive.behindLinks(archive)) { opened in
        try verify(files, against: opened, into: &verification)
      }
    } catch let error as ArchiveError {
      // What was sound a moment ago and is damaged now could not be read.
      guard case .damaged(_, let reason) = error, !verification.findings.isEmpty || reason.hasPrefix("no such ")
      else { throw error }
      verification.note("the archive cannot answer (\(error)); pages were held against their records only")
      try verify(files, against: nil, into: &verification)
    }
  }

  private func verify(_ files: [String], against archive: Archive?, into verification: inout Verification) throws {
    let before = verification
    do {
      let pages = PageVerifier(archive: archive, claims: claims, templates: templates)
      for file in files {
        if file.hasSuffix(".html") {
          try pages.check(URL(filePath: file), name: file, into: &verification)
        } else {
          try check(weights: file, against: archive, into: &verification)
        }
      }
    } catch {
      verification = before
      throw error
    }
  }

  /// Compares exported weights with those of their trial, byte for byte.
  private func check(weights file: String, against archive: Archive?, into verification: inout Verification) throws {
    let url = URL(filePath: file)
    let metadata: [String: String]
    do {
      metadata = try Safetensors.metadata(ofFile: url)
    } catch let error as SafetensorsError {
      return verification.found(
        Verification.Finding(file: file, field: "header", expected: "safetensors", found: error.reason))
    }
    guard let hex = metadata["trial"] else {
      // One flipped byte leaves the other of key and value.
      guard !metadata.values.contains(where: Self.isDigest) else {
        return verification.found(
          Verification.Finding(file: file, field: "header", expected: "the key 'trial'", found: "another key"))
      }
      return verification.note("\(file): names no trial; it was not held against anything")
    }
    guard Self.isDigest(hex) else {
      return verification.found(
        Verification.Finding(file: file, field: "trial", expected: "64 digits", found: hex.visible))
    }
    guard let archive else { return verification.note("\(file): no archive to hold it against") }
    let trial = TrialID(hex: hex)
    let kept = try archive.weights(of: trial)
    let expected = SHA256.digest(of: Safetensors.encode(kept, metadata: [("trial", trial.hex)])).hex
    let found = try SHA256.digest(ofFile: url).hex
    if kept.isEmpty || expected != found {
      verification.found(
        Verification.Finding(
          file: file, table: "weight", trial: trial.hex, field: "SHA-256",
          expected: kept.isEmpty ? "weights that the archive has" : expected, found: found))
    }
    verification.hold("\(file): \(kept.count) tensors")
  }

  private static func isDigest(_ text: String) -> Bool { text.wholeMatch(of: /[0-9a-f]{64}/) != nil }
}
