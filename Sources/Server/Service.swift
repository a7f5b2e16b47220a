import Archive
import Browser
import Experiments
import Foundation
import Reports
import Specifications

/// Answers requests from an archive: a function from a request to a response, whatever carries them.
package struct Service: Sendable {
  let source: ArchiveSource
  let cache = PageCache()
  let shelf: Shelf
  let live: LiveEvents
  /// Makes pages from an archive.
  let browser: @Sendable (Archive) -> Browser
  /// Answers and verdicts that `list` keeps beside the archive, by digest and name.
  let kept: [String: Conclusion]
  let version: String
  /// Style sheet and scripts by name.
  let assets: [String: Document]

  /// `whenFree` is called when a lot of memory has become free.
  package init(
    of archive: URL, templates: TemplateLibrary, version: String, whenFree: @escaping @Sendable () -> Void = {}
  ) {
    self.version = version
    source = ArchiveSource(archive, whenFree: whenFree)
    browser = { Browser($0, templates: templates, version: version, isLive: true) }
    shelf = Shelf(source, browser)
    live = LiveEvents(source, shelf)
    assets = Dictionary(
      uniqueKeysWithValues: Browser.assets(templates, isLive: true).map {
        (String($0.path.dropFirst("assets/".count)), Document($0))
      })
    kept = Conclusions.kept(beside: archive.deletingLastPathComponent(), version: version)
  }

  /// Looks for changes of the archive and tells those who listen, until it is cancelled.
  package func watch() async { await live.watch() }

  /// Ends all streams, so that nothing keeps the server from ending.
  package func end() async { await live.end() }

  /// Reads what the first pages show, for as long as a person waits for a server to start.
  package func warm(for patience: Duration) async {
    let deadline = ContinuousClock.now + patience
    while ContinuousClock.now < deadline {
      do {
        if try await shelf.books(at: source.stamp()).allSatisfy({ $0.part != nil }) { return }
        try await Task.sleep(for: .milliseconds(20))
      } catch {
        // What is wrong with the archive, the first page says.
        return
      }
    }
  }

  /// Answers one request; never throws, since every fault has a status.
  package func respond(to request: WebRequest, through gate: Gate) async -> WebResponse {
    let response: WebResponse =
      if let refusal = gate.refusal(of: request) { refusal } else { await allowed(request) }
    return (request.method == .head ? response.withoutBody() : response).secured()
  }

  private func allowed(_ request: WebRequest) async -> WebResponse {
    switch request.method {
    case .get, .head: return await answer(request)
    case .other(let name): return .notAllowed(name)
    }
  }

  private func answer(_ request: WebRequest) async -> WebResponse {
    guard let target = Target(request.target) else {
      return request.target.utf8.count > Limits.target
        ? .problem(414, "the address is longer than \(Limits.target) bytes")
        : .problem(400, "this is no address of a page here")
    }
    guard let route = Route(target.path) else { return missing(target) }
    do {
      switch route {
      case .moved(let path): return WebResponse(308, fields: [("location", "/" + path)])
      case .events:
        _ = try Parameters(target, known: [])
        guard request.method == .get else { return .events(AsyncStream { $0.finish() }) }
        guard let events = await live.listen() else {
          return .problem(503, "\(Limits.listeners) pages listen already", retryAfter: 30)
        }
        return .events(events)
      case .api(let route): return try await document(for: route, target).response(to: request)
      case .index, .claims, .search, .chooser, .comparison, .asset, .searchIndex, .comparisonData, .experiment, .trial:
        return try await document(for: route, target).response(to: request)
      }
    } catch {
      return fault(error, target)
    }
  }

  // MARK: When there is no page

  private func missing(_ target: Target) -> WebResponse { fault(WebError(404, "there is no such page"), target) }

  /// As a page for people, or as JSON below `/api`.
  private func fault(_ error: any Error, _ target: Target) -> WebResponse {
    let found = WebError(error)
    let retry = found.status == 503 ? 5 : nil
    guard target.path.first != "api", target.path.first != "events" else {
      return .problem(found.status, found.message, retryAfter: retry)
    }
    let page = Browser.notice(
      found.status == 503 ? "Not now" : found.status == 404 ? "Not found" : "This cannot be shown", found.message,
      version: version)
    return Document(page).response(status: found.status, retryAfter: retry)
  }
}

extension WebError {
  /// The status and the sentence of any error.
  init(_ error: any Error) {
    switch error {
    case let error as WebError: self = error
    case let error as ConditionError: self.init(400, error.description)
    case let error as SideError: self.init(400, error.description)
    case let error as UnmeasuredSides: self.init(400, error.description)
    case let error as ArchiveError: self.init(error)
    default: self.init(500, "the page cannot be made: \(error)")
    }
  }

  private init(_ error: ArchiveError) {
    switch error {
    case .unknown, .unfinished, .ambiguous: self.init(404, error.description)
    case .missing, .removed, .busy, .underWay, .readFailed, .newerSchema, .damaged: self.init(503, error.description)
    case .cannotCreate, .cannotWrite, .writeFailed, .conflict, .unsuitable,
      .cannotExport, .exportFailed, .missingExport, .unreadableExport, .unsoundExport, .newerExport, .disagreement,
      .otherTrials, .forgotten:
      self.init(500, error.description)
    }
  }
}
