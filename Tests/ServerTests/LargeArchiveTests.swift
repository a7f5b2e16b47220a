import Archive
import Experiments
import Foundation
import Testing

@testable import Server

/// An archive as large as the bars of docs/serve.md ask for; small unless told otherwise.
///
/// `DROPOUT_LAB_TRIALS=10000 DROPOUT_LAB_LARGE=FOLDER swift test --filter LargeArchiveTests` writes it to a folder and
/// leaves it there.
struct LargeArchiveTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let trials = environment["DROPOUT_LAB_TRIALS"].flatMap { Int($0) } ?? 40

  /// Experiments of at most 500 trials: ten configurations of fifty replicates, fifty epochs each.
  private static func fill(_ archive: Archive) throws {
    let rates = (0..<10).map { $0 == 0 ? "none" : "{ bernoulli: { rate: 0.\($0) } }" }.joined(separator: ", ")
    let replicates = min(50, max(2, trials / 10))
    for number in 0..<max(1, trials / (10 * replicates)) {
      let yaml = ServedArchive.yaml("large-\(number)", question: "What is number \(number)?", replicates: replicates)
        .replacing("seed: 1", with: "seed: \(number + 1)")
        .replacing("[none, { bernoulli: { rate: 0.5 } }]", with: "[\(rates)]").replacing(
          "epochs: 4", with: "epochs: 50")
      let plan = try ServedArchive.plan(yaml)
      let key = try archive.record(plan, data: plan.configurations.map { _ in "digest" })
      let planned = plan.measurement(choices: plan.configurations.map { _ in 0 })
      try archive.freeze([], trials: planned, of: key)
      for trial in planned {
        try archive.record(ServedArchive.finished(trial, epochs: 50), provenance: ServedArchive.provenance)
      }
    }
  }

  @Test
  func `a large archive is shown whole`() async throws {
    if let folder = Self.environment["DROPOUT_LAB_LARGE"] {
      let url = URL(filePath: folder, directoryHint: .isDirectory).appending(path: "archive.sqlite")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Self.fill(try Archive.open(at: url))
      return
    }
    try await ServedArchive.with(Self.fill) { served in
      let total = try await served.total("/api/trials?limit=1")
      #expect(total == Self.trials)
      #expect(await served.get("/").status == 200)
      #expect(await served.get("/comparison?side=large-0").status == 200)
    }
  }
}
