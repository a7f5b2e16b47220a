import Experiments
import Files
import Foundation
import GRDB
import Testing

@testable import Archive

/// A process that is killed while it records.
@Suite(.serialized)
struct CrashTests {
  private static let variable = "DROPOUT_LAB_CRASH_TEST"

  @Test
  func `what was acknowledged before a kill is there afterwards, and recording goes on`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "crash-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try AtomicFile.createFolder(folder)
    setenv(Self.variable, folder.path, 1)
    defer { unsetenv(Self.variable) }
    for _ in 0..<3 {
      await #expect(processExitsWith: .signal(SIGKILL)) { try Self.recordUntilKilled() }
      try Self.checkAcknowledged(in: folder)
    }
    let trials = Array(try Self.trials().prefix(100))
    let archive = try Archive.open(at: folder.appending(path: "archive.sqlite"))
    for trial in trials { try archive.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance) }
    #expect(try archive.outcomes(of: trials.map(\.id)).count == trials.count)
  }

  @Test
  func `every transaction is on the disk before it is acknowledged`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "synced-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let archive = try Archive.open(at: folder.appending(path: "archive.sqlite"))
    let mode = try archive.writer?.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    #expect(mode == 2, "2 is FULL; in WAL mode NORMAL loses transactions when the power goes")
  }

  @Test
  func `archives that several begin at once have all tables`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "begun-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for round in 0..<10 {
      let url = folder.appending(path: "\(round)/archive.sqlite")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 { group.addTask { _ = try Archive.open(at: url) } }
        try await group.waitForAll()
      }
      #expect(try Archive.read(at: url).experiments().isEmpty)
    }
  }

  private static func trials() throws -> [PlannedTrial] {
    try ArchiveFixture.plan(ArchiveFixture.yaml.replacing("replicates: 3", with: "replicates: 400"))
      .measurement(choices: [0, 0])
  }

  /// Runs in a process of its own: records trial after trial and writes down what the archive took.
  private static func recordUntilKilled() throws {
    let folder = URL(filePath: try #require(ProcessInfo.processInfo.environment[variable]))
    let archive = try Archive.open(at: folder.appending(path: "archive.sqlite"))
    let log = folder.appending(path: "acknowledged")
    let known = FileManager.default.contents(atPath: log.path) ?? Data()
    if known.isEmpty { try Data().write(to: log) }
    let handle = try FileHandle(forWritingTo: log)
    try handle.seekToEnd()
    let thread = Thread {
      Thread.sleep(forTimeInterval: Double.random(in: 0.05...0.4))
      kill(getpid(), SIGKILL)
    }
    thread.start()
    for trial in try trials() {
      try archive.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance)
      try handle.write(contentsOf: Data((trial.id.hex + "\n").utf8))
    }
    Thread.sleep(forTimeInterval: 10)
  }

  private static func checkAcknowledged(in folder: URL) throws {
    let url = folder.appending(path: "archive.sqlite")
    let log = FileManager.default.contents(atPath: folder.appending(path: "acknowledged").path) ?? Data()
    let ids = Set(String(decoding: log, as: UTF8.self).split(separator: "\n").filter { $0.count == 64 })
      .map { TrialID(hex: String($0)) }
    guard FileManager.default.fileExists(atPath: url.path) else { return #expect(ids.isEmpty) }
    let archive = try Archive.open(at: url)
    #expect(try archive.outcomes(of: ids).count == ids.count)
    let state = try DatabaseQueue(path: url.path).read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
    #expect(state == "ok")
  }
}
