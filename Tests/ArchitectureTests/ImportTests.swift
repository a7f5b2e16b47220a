import Foundation
import Testing

/// Holds the imports of every file in Sources against the table of rooms.
struct ImportTests {
  /// What each room may import beside the standard library and Foundation; docs/architecture.md explains the table.
  static let table: [String: Set<String>] = {
    let instruments: Set = ["Randomness", "Tensors", "Specifications"]
    let vocabulary: Set = ["Experiments", "Specifications", "NeuralNets", "Datasets"]
    return [
      "Files": ["CCrypto"],
      "Randomness": ["CKernels"],
      "Tensors": ["CKernels"],
      "Specifications": [],
      "NeuralNets": instruments.union(["CKernels"]),
      "Datasets": instruments.union(["Files", "CZlib", "CKernels", "FoundationNetworking", "Synchronization"]),
      "Statistics": ["Randomness", "CKernels"],
      "Identities": instruments.union(["NeuralNets", "Statistics", "CKernels"]),
      "Plotting": ["PNGShim", "CCairo", "Files"],
      "Experiments": vocabulary.union(["Files", "Yams"]),
      "Training": vocabulary.union(["Randomness", "Tensors", "Files", "CKernels", "Synchronization"]),
      "Archive": vocabulary.union(["Files", "GRDB", "GRDBSQLite"]),
      "Analysis": vocabulary.union(["Statistics"]),
      "Cluster": vocabulary.union(["Files", "Synchronization"]),
      "Reports": vocabulary.union(["Analysis", "Statistics", "Plotting", "Files", "Mustache", "CMarkdown"]),
      "Browser": vocabulary.union(["Archive", "Analysis", "Statistics", "Reports", "Files", "Synchronization"]),
      "Server": vocabulary.union([
        "Archive", "Analysis", "Reports", "Browser", "Files", "Hummingbird", "HummingbirdCore", "HTTPTypes", "Logging",
        "NIOCore", "NIOHTTP1",
        "NIOHTTPTypes", "ServiceLifecycle", "Synchronization", "UnixSignals",
      ]),
      "dropout-lab": vocabulary.union([
        "Files", "Randomness", "Statistics", "Identities", "Training", "Archive", "Analysis", "Cluster",
        "Reports", "Browser", "Server", "ArgumentParser", "CMemory", "CThreads", "Synchronization",
      ]),
    ]
  }()

  static let everywhere: Set = ["Foundation", "Glibc", "Darwin", "Dispatch"]

  @Test(arguments: table.keys.sorted())
  func `every import of a room is one of its row`(room: String) throws {
    let allowed = try #require(Self.table[room]).union(Self.everywhere)
    for file in try swiftFiles(in: sources.appending(path: room)) {
      for name in try imports(of: file) {
        #expect(allowed.contains(name), "\(room)/\(file.lastPathComponent) imports \(name)")
      }
    }
  }

  @Test
  func `every Swift room in Sources has a row`() throws {
    let rooms = try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil)
      .filter { try !swiftFiles(in: $0).isEmpty }.map(\.lastPathComponent)
    #expect(Set(rooms) == Set(Self.table.keys))
  }

  @Test
  func `third-party libraries are imported by one room each`() {
    for library in [
      "GRDB", "GRDBSQLite", "Yams", "Mustache", "ArgumentParser", "Hummingbird", "Logging", "CZlib", "CCrypto",
      "CCairo", "PNGShim", "CMarkdown", "CMemory", "CThreads",
    ] {
      #expect(Self.table.values.count { $0.contains(library) } == 1, "\(library)")
    }
  }

  private var sources: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources")
  }

  private func swiftFiles(in folder: URL) throws -> [URL] {
    guard let paths = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else { return [] }
    return paths.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.sorted { $0.path < $1.path }
  }

  private func imports(of file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      guard let match = line.wholeMatch(of: /\s*(?:@\w+\s+)?import (?:\w+ )?([A-Za-z_0-9]+).*/) else { return nil }
      return String(match.1)
    }
  }
}
