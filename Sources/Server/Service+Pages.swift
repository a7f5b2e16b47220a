import Analysis
import Archive
import Browser
import Experiments
import Foundation
import Reports

// MARK: - Pages for people

extension Service {
  func document(for route: Route, _ target: Target) async throws -> Document {
    if case .comparison = route { return try await chosenComparison(target) }
    // A link to a search has its words.
    _ = try Parameters(target, known: route == .search ? ["q"] : [])
    switch route {
    case .index:
      let entries = try await entries()
      return try await source.read { Document(try browser($0).index(Conclusions(entries))) }
    case .claims:
      return try await common("claims") { browser, parts, _ in browser.claims(parts.flatMap(\.claims)) }
    case .search: return try await source.read { Document(browser($0).search) }
    case .chooser:
      return try await common("chooser") { browser, parts, _ in
        browser.chooser(parts.map { (name: $0.entry.conclusion.name, labels: $0.labels) })
      }
    case .searchIndex:
      return try await common("search") { browser, parts, overview in
        try browser.searchIndex(parts, trials: try browser.archive.places(), annotations: overview.annotations)
      }
    case .asset(let name):
      guard let asset = assets[name] else { throw Self.nothing }
      return asset
    case .comparisonData(let folder): return try await file("data.js", of: folder)
    case .experiment(let folder, "trials.html"): return try await trials(of: folder)
    case .experiment(let folder, "runs.js"): return try await runs(of: folder)
    case .experiment(let folder, let file): return try await self.file(file, of: folder)
    case .trial(let prefix): return try await trial(prefix)
    case .comparison, .events, .api, .moved: throw Self.nothing
    }
  }

  static let nothing = WebError(404, "there is no such page")

  private func common(
    _ key: String, _ make: @escaping @Sendable (Browser, [SitePart], Overview) throws -> ReportFile
  ) async throws -> Document {
    try await aboutAll("common/" + key) { parts, overview in
      try await source.read { Document(try make(browser($0), parts, overview)) }
    }
  }

  /// What is said of all experiments, made once for a state of the archive and for what has been read of it.
  func aboutAll(
    _ key: String, _ make: @escaping @Sendable ([SitePart], Overview) async throws -> Document
  ) async throws -> Document {
    let stamp = try await source.stamp()
    let whole = try await shelf.wholeBooks(at: stamp)
    return try await one(key, at: stamp + whole.version) {
      try await make(whole.parts, shelf.overview(at: stamp))
    }
  }

  func one(
    _ key: String, at stamp: String, _ make: @escaping @Sendable () async throws -> Document
  ) async throws -> Document {
    let documents = try await cache.documents(key, at: stamp) { ["": try await make()] }
    guard let document = documents[""] else { throw Self.nothing }
    return document
  }

  /// A file of an experiment's report, made with all its others when its results have changed.
  private func file(_ name: String, of folder: String) async throws -> Document {
    let overview = try await shelf.overview(at: source.stamp())
    guard let item = overview.item(inFolder: folder) else { throw Self.nothing }
    let about = try await source.read { archive in
      "\(try archive.reproductions(of: item.archived.key).count) \(try archive.freezings(of: item.name).count)"
    }
    let stamp = [item.version, about, item.annotations.text].joined(separator: "\n")
    let documents = try await cache.documents("experiment/" + folder, at: stamp) {
      try await source.load { archive in
        let browser = browser(archive)
        let loaded = try LoadedExperiment(item.archived, from: archive)
        let prefix = SiteAddress.experiment(item.name).dropLast("index.html".count)
        var files = [String: Document]()
        for file in try browser.experiment(loaded) + [browser.comparison(of: loaded)] {
          files[String(file.path.dropFirst(prefix.count))] = Document(file.showing(item.shortVersion))
        }
        files["data.js"] = Document(browser.comparisonData(of: loaded, hasRuns: true))
        return files
      }
    }
    guard let document = documents[name] else { throw Self.nothing }
    return document
  }

  /// The curves of an experiment's single trials, which only a reader of some of them asks for.
  private func runs(of folder: String) async throws -> Document {
    guard let item = try await shelf.overview(at: source.stamp()).item(inFolder: folder) else { throw Self.nothing }
    return try await one("runs/" + folder, at: item.version) {
      try await source.load { archive in
        Document(browser(archive).runs(of: try LoadedExperiment(item.archived, from: archive)))
      }
    }
  }

  /// All trials of an experiment, which takes no number of any.
  private func trials(of folder: String) async throws -> Document {
    let stamp = try await source.stamp()
    guard let item = try await shelf.overview(at: stamp).item(inFolder: folder) else { throw Self.nothing }
    return try await one("trials/" + folder, at: stamp) {
      try await source.read { Document(try browser($0).trials(of: item.name).showing(item.shortVersion)) }
    }
  }

  private func trial(_ prefix: String) async throws -> Document {
    guard (4...64).contains(prefix.utf8.count), prefix.allSatisfy(\.isHexDigit) else { throw Self.nothing }
    return try await one("trial/" + prefix, at: source.stamp()) {
      try await source.read { archive in
        let browser = browser(archive)
        guard let id = try archive.finishedTrial(prefix: prefix) else { throw Self.nothing }
        return Document(browser.trial(try browser.dossier(of: id)))
      }
    }
  }

  private func chosenComparison(_ target: Target) async throws -> Document {
    let asked = try ComparisonRequest(target, isDrawn: true)
    let make: @Sendable (Archive) throws -> Document = { archive in
      let (arms, links, measure) = try asked.read(archive)
      let compared = SideBySide(arms)
      let choice = try asked.choice(of: compared)
      return Document(
        browser(archive).comparison(compared, by: measure, path: "comparison.html", links: links, choice: choice))
    }
    return try await one("comparison?" + asked.key, at: source.stamp()) {
      // Chosen trials are little to read, and do not wait until all experiments have been read.
      asked.isOfTrials ? try await source.read(make) : try await source.load(make)
    }
  }
}

extension Annotations {
  /// All of it, to tell one state from another.
  fileprivate var text: String { "\(isStarred)\n\(tags.joined(separator: "\n"))\n\n\(notes.joined(separator: "\n"))" }
}
