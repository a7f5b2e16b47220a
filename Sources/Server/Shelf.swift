import Archive
import Browser
import Foundation
import Reports

/// Keeps what the pages about everything need of each experiment, and reads it again when its results have changed.
///
/// While a run goes on, an older state of an experiment is shown until the newer one has been read; a large experiment
/// is read again at most a sixth of the time, and yet after a minute at the latest.
actor Shelf {
  /// An experiment with what has been read of it, which may be a little older, and is never of another recording.
  struct Book: Sendable {
    let item: Overview.Item
    let part: SitePart?

    /// For a list: what is known, or that it is being read.
    func entry(kept: Conclusion?) -> Conclusions.Entry {
      // The file that it comes from may be older than the archive.
      let kept = kept?.fingerprint == item.state.fingerprint ? kept : nil
      return Conclusions.Entry(
        archived: item.archived, state: item.state,
        conclusion: part?.entry.conclusion ?? kept ?? Conclusion(unread: item.archived, state: item.state),
        annotations: item.annotations, versions: item.versions)
    }
  }

  private struct Kept {
    let version: String
    let part: SitePart
    /// When it may be read again.
    let rests: ContinuousClock.Instant
  }

  private static let longestRest = Duration.seconds(60)

  private let source: ArchiveSource
  private let makeBrowser: @Sendable (Archive) -> Browser
  private var kept: [String: Kept] = [:]
  private var loading: [String: Task<Void, any Error>] = [:]
  private var overview: (stamp: String, task: Task<Overview, any Error>)?

  init(_ source: ArchiveSource, _ makeBrowser: @escaping @Sendable (Archive) -> Browser) {
    (self.source, self.makeBrowser) = (source, makeBrowser)
  }

  /// All experiments as they stand at a stamp.
  func overview(at stamp: String) async throws -> Overview {
    if let overview, overview.stamp == stamp { return try await overview.task.value }
    let task = Task { [source] in try await source.read { try Overview(of: $0) } }
    overview = (stamp, task)
    do {
      return try await task.value
    } catch {
      if overview?.stamp == stamp { overview = nil }
      throw error
    }
  }

  /// All experiments with what is known of them now; reading what is missing or old goes on meanwhile.
  func books(at stamp: String) async throws -> [Book] {
    let overview = try await overview(at: stamp)
    for item in overview.items { refresh(item) }
    return overview.items.map { item in Book(item: item, part: known(item)?.part) }
  }

  /// What is known of every experiment, and of which states that is.
  struct Whole: Sendable {
    let parts: [SitePart]
    /// Tells these parts from others at the same stamp: the states of those that are not as the stamp has them.
    let version: String
  }

  /// The same when something is known of every one.
  func wholeBooks(at stamp: String) async throws -> Whole {
    let overview = try await overview(at: stamp)
    for item in overview.items { refresh(item) }
    var found: [Kept] = []
    for item in overview.items {
      // One that could not be read while another was waited for is read again, for its error.
      while known(item) == nil {
        refresh(item)
        try await loading[item.name]?.value
      }
      if let known = known(item) { found.append(known) }
    }
    let newest = zip(overview.items, found).map { item, found in (item: item, kept: known(item) ?? found) }
    return Whole(
      parts: newest.map(\.kept.part),
      version: newest.filter { $0.kept.version != $0.item.version }.map { "\n\($0.item.name) \($0.kept.version)" }
        .joined())
  }

  /// What was read of an experiment, not of one that was there before it under the same name.
  private func known(_ item: Overview.Item) -> Kept? {
    kept[item.name].flatMap { $0.part.entry.archived == item.archived ? $0 : nil }
  }

  private func refresh(_ item: Overview.Item) {
    let known = known(item)
    guard known?.version != item.version, loading[item.name] == nil, known.map({ $0.rests <= .now }) ?? true else {
      return
    }
    loading[item.name] = Task {
      defer { loading[item.name] = nil }
      let start = ContinuousClock.now
      let part = try await source.load { [makeBrowser] archive in
        let loaded = try LoadedExperiment(item.archived, from: archive)
        return try makeBrowser(archive).part(of: loaded, in: item.state, item.annotations)
      }
      let rest = min((.now - start) * 5, Self.longestRest)
      kept[item.name] = Kept(version: item.version, part: part, rests: .now + rest)
    }
  }
}
