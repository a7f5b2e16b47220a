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

  /// The file that marks a folder as a site that may be replaced.
  package static let mark = ".dropout-lab-site"

  /// Writes the whole site in place of an older one.
  package func write(to folder: URL) async throws -> Written {
    let target = try WholeFolder(replacing: folder, mark: Self.mark)
    do {
      let written = try await fill(target)
      try target.finish()
      return written
    } catch {
      target.abandon()
      throw error
    }
  }

  private func fill(_ target: WholeFolder) async throws -> Written {
    let first = try browser()
    let newest = try first.archive.newestExperiments()
    let (states, annotations) = (try first.archive.states(), try first.archive.annotations())
    let parts = try await inParallel(newest) { archived, browser in
      guard let state = states[archived.key] else { throw ArchiveError.unknown(name: archived.name, near: nil) }
      let written = annotations[.experiment(name: archived.name)] ?? Annotations()
      return try browser.part(of: archived, in: state, written) { try target.write($0.bytes, to: $0.path) }
    }
    let trials = try first.archive.finishedTrials()
    let stretches = stride(from: 0, to: trials.count, by: Self.stretch).map {
      Array(trials[$0..<min(trials.count, $0 + Self.stretch)])
    }
    let pages = try await inParallel(stretches) { ids, browser in
      var (reader, bytes) = (DossierReader(browser.archive), 0)
      for id in ids {
        let page = browser.trial(try reader.dossier(of: id))
        try target.write(page.bytes, to: page.path)
        bytes += page.bytes.count
      }
      return bytes
    }
    let common = first.common(parts, trials: try first.archive.places(), annotations: annotations)
    for file in common { try target.write(file.bytes, to: file.path) }
    return Written(
      files: parts.reduce(0) { $0 + $1.files } + trials.count + common.count,
      bytes: parts.reduce(0) { $0 + $1.bytes } + pages.reduce(0, +) + common.reduce(0) { $0 + $1.bytes.count },
      experiments: parts.count, trials: trials.count)
  }

  /// Trials that one reader takes at a time.
  private static let stretch = 250

  /// Works on items side by side and gives the results in the order of the items.
  private func inParallel<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ work: @escaping @Sendable (Item, Browser) throws -> Result
  ) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      var results = [Result?](repeating: nil, count: items.count)
      var next = 0
      func start() {
        guard next < items.count else { return }
        let (place, item) = (next, items[next])
        next += 1
        group.addTask { (place, try work(item, try browser())) }
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
