/// Keeps what was made for the next reader, up to a number of bytes, and makes the same thing once for all who wait.
actor PageCache {
  private struct Kept {
    let stamp: String
    let task: Task<[String: Document], any Error>
    var bytes = 0
    var lastUse: Int
  }

  private var kept: [String: Kept] = [:]
  private var uses = 0
  /// Bytes of an entry beside its content and its key, about.
  private static let entry = 500
  private let most: Int

  init(bytes most: Int = Limits.kept) { self.most = most }

  /// The documents under a key as they were made at a stamp, made now where they are not kept.
  func documents(
    _ key: String, at stamp: String, make: @escaping @Sendable () async throws -> [String: Document]
  ) async throws -> [String: Document] {
    uses += 1
    if let known = kept[key], known.stamp == stamp {
      kept[key]?.lastUse = uses
      return try await known.task.value
    }
    let task = Task { try await make() }
    kept[key] = Kept(stamp: stamp, task: task, lastUse: uses)
    do {
      let documents = try await task.value
      if kept[key]?.stamp == stamp {
        // What a reader asked for is kept with the answer, which may be the smaller of both.
        kept[key]?.bytes = documents.values.reduce(Self.entry + key.utf8.count) { $0 + $1.bytes.count }
        makeRoom()
      }
      return documents
    } catch {
      if kept[key]?.stamp == stamp { kept[key] = nil }
      throw error
    }
  }

  private func makeRoom() {
    var bytes = kept.values.reduce(0) { $0 + $1.bytes }
    while bytes > most,
      let oldest = kept.filter({ $0.value.bytes > 0 }).min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      bytes -= oldest.value.bytes
      kept[oldest.key] = nil
    }
  }
}
