import Analysis
import Archive
import Experiments
import Files
import Foundation
import Reports

/// A static site of everything in an archive: files that a browser opens without network and without server.
package struct Site: Sendable {
  private let url: URL
  private let templates: TemplateLibrary
  private let version: String
  private let jobs: Int

  /// `jobs` readers work side by side, each with a connection of its own.
  package init(of archive: URL, templates: TemplateLibrary, version: String, jobs: Int) {
    (url, self.templates, self.version, self.jobs) = (archive, templates, version, max(1, jobs))
  }

  /// What was written.
  package struct Written: Hashable, Sendable {
    package var files = 0
    package var bytes = 0
    package var experiments = 0
    package var trials = 0
  }

  private func browser() throws -> Browser {
    Browser(try Archive.read(at: url), templates: templates, version: version)
  }

  /// The file that marks a folder as a site that may be replaced, and lists its files.
  package static let mark = ".dropout-lab-site"

  /// Writes the whole site in place of an older one.
  package func write(to folder: URL) async throws -> Written {
    let first = try browser()
    let target = try SiteFolder(replacing: folder)
    do {
      let written = try await fill(target, beginningWith: first)
      try target.finish()
      return written
    } catch {
      target.abandon()
      throw error
    }
  }

  private func fill(_ target: SiteFolder, beginningWith first: Browser) async throws -> Written {
    let trials = try Shares(of: first.archive)
    let (states, annotations) = (try first.archive.states(), try first.archive.annotations())
    let parts = try await inParallel(trials.shares) { share, browser in
      guard let state = states[share.archived.key] else {
        throw ArchiveError.unknown(name: share.archived.name, near: nil)
      }
      try Task.checkCancellation()
      let written = annotations[.experiment(name: share.archived.name)] ?? Annotations()
      let loaded = try LoadedExperiment(share.archived, from: browser.archive)
      var part = try browser.part(of: loaded, in: state, written, isSmall: trials.listsEpochs) {
        try target.write($0.bytes, to: $0.path)
      }
      part.bytes += try await writePages(
        of: share.trials, knowing: loaded.evidence, listsEpochs: trials.listsEpochs, to: target)
      return part
    }
    let others = try await writePages(
      of: trials.others, knowing: nil, listsEpochs: trials.listsEpochs, to: target)
    try Task.checkCancellation()
    let common = try first.common(parts, trials: try first.archive.places(), annotations: annotations)
    for file in common { try target.write(file.bytes, to: file.path) }
    return Written(
      files: parts.reduce(0) { $0 + $1.files } + trials.count + common.count,
      bytes: parts.reduce(0) { $0 + $1.bytes } + others + common.reduce(0) { $0 + $1.bytes.count },
      experiments: parts.count, trials: trials.count)
  }

  /// Writes the pages of trials and says how many bytes they are.
  private func writePages(
    of ids: [TrialID], knowing evidence: Evidence?, listsEpochs: Bool, to target: SiteFolder
  ) async throws -> Int {
    let stretches = stride(from: 0, to: ids.count, by: Self.stretch).map {
      Array(ids[$0..<min(ids.count, $0 + Self.stretch)])
    }
    return try await inParallel(stretches) { ids, browser in
      var (reader, bytes) = (DossierReader(browser.archive, knowing: evidence), 0)
      for id in ids {
        try Task.checkCancellation()
        let page = browser.trial(try reader.dossier(of: id), listsEpochs: listsEpochs)
        try target.write(page.bytes, to: page.path)
        bytes += page.bytes.count
      }
      return bytes
    }.reduce(0, +)
  }

  /// Trials that one reader takes at a time.
  private static let stretch = 250

  /// Works on items side by side and gives the results in the order of the items.
  private func inParallel<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ work: @escaping @Sendable (Item, Browser) async throws -> Result
  ) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      var results = [Result?](repeating: nil, count: items.count)
      var next = 0
      func start() {
        guard next < items.count else { return }
        let (place, item) = (next, items[next])
        next += 1
        group.addTask { (place, try await work(item, try browser())) }
      }
      for _ in 0..<jobs { start() }
      while let (place, result) = try await group.next() {
        results[place] = result
        start()
      }
      return results.compactMap { $0 }
    }
  }
}

/// Which experiment's reader makes the pages of which trials, so that what it has read is not read again.
private struct Shares {
  struct Share: Sendable {
    let archived: ArchivedExperiment
    /// Finished trials that no experiment before has.
    var trials: [TrialID] = []
  }

  /// One of each experiment's newest version.
  private(set) var shares: [Share]
  /// Finished trials of older versions alone, or of nothing.
  let others: [TrialID]
  let count: Int

  /// Whether the pages of trials list every epoch: with 10 000 trials the tables would take more room than all the rest.
  var listsEpochs: Bool { count <= 2_000 }

  init(of archive: Archive) throws {
    let finished = try archive.finishedTrials()
    var left = Set(finished)
    count = finished.count
    shares = try archive.newestExperiments().map { archived in
      let own = try archive.members(of: archived.key).map(\.trial).filter { left.remove($0) != nil }
      return Share(archived: archived, trials: own)
    }
    others = finished.filter(left.contains)
  }
}
