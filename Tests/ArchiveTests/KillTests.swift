import Archive
import Experiments
import Files
import Foundation
import GRDB
import Testing

/// Processes that are killed while they import or migrate; `DROPOUT_LAB_KILLS` says how often, 10 times unless given.
@Suite(.serialized)
struct KillTests {
  private static let variable = "DROPOUT_LAB_KILL_TEST"
  private static let delay = "DROPOUT_LAB_KILL_AFTER"
  private static var kills: Int { ProcessInfo.processInfo.environment["DROPOUT_LAB_KILLS"].flatMap { Int($0) } ?? 10 }

  @Test
  func `an import that is killed has added everything or nothing`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kill-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try AtomicFile.createFolder(folder)
    let file = folder.appending(path: "shared.sqlar")
    _ = try SharedFixture.export(try Self.large(in: folder), to: file)
    let took = try Self.seconds { try Archive.open(at: folder.appending(path: "whole.sqlite")).importing(file) }
    var endings: [Int: Int] = [:]
    for round in 0..<Self.kills {
      let url = folder.appending(path: "\(round).sqlite")
      let own = try Archive.open(at: url)
      try own.annotate(.experiment(name: "own"), [.star])
      try own.settle()
      try await Self.killed(at: Double.random(in: 0...1.3) * took, folder: url)
      let archive = try Archive.open(at: url)
      let found = try archive.statistics().trials
      #expect([0, 200].contains(found), "\(found) of 200 trials")
      endings[found, default: 0] += 1
      #expect(try archive.annotations(of: .experiment(name: "own")).isStarred)
      try Self.checkSound(url)
      #expect(try archive.importing(file).trials.added == 200 - found)
      #expect(try archive.importing(file).trials.known == 200)
    }
    print("import: \(Self.kills) kills, before \(endings[0] ?? 0), after \(endings[200] ?? 0), \(took) s whole")
  }

  @Test
  func `a migration that is killed leaves an archive that the next one finishes`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kill-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try AtomicFile.createFolder(folder)
    let old = folder.appending(path: "old.sqlite")
    let large = try Self.large(in: folder)
    let ids = try Self.ids(of: large)
    let expected = try ArchiveFixture.checksums(of: ids, in: large)
    try large.settle()
    try FileManager.default.copyItem(at: folder.appending(path: "large.sqlite"), to: old)
    try SQLiteShell.run(try SchemaTests.dropsOfLaterVersions(old), on: old)
    let copy = folder.appending(path: "copy.sqlite")
    try FileManager.default.copyItem(at: old, to: copy)
    let took = try Self.seconds { try Archive.open(at: copy) }
    for round in 0..<Self.kills {
      let url = folder.appending(path: "\(round).sqlite")
      try FileManager.default.copyItem(at: old, to: url)
      try await Self.killed(at: Double.random(in: 0...1.3) * took, folder: url)
      try Self.checkSound(url)
      #expect(try ArchiveFixture.checksums(of: ids, in: Archive.read(at: url)) == expected)
      #expect(try ArchiveFixture.checksums(of: ids, in: Archive.open(at: url)) == expected)
      #expect(try Archive.read(at: url).rows(ofView: "finals", experiment: nil).rows.count == 200)
    }
    print("migration: \(Self.kills) kills, \(took) s whole")
  }

  // MARK: The killed process

  private static func killed(at seconds: Double, folder url: URL) async throws {
    setenv(variable, url.path, 1)
    setenv(delay, "\(seconds)", 1)
    defer { unsetenv(variable) }
    await #expect(processExitsWith: .signal(SIGKILL)) { try Self.openAndImport() }
  }

  /// Runs in a process of its own: opens the archive, which migrates it, and imports what lies beside it.
  private static func openAndImport() throws {
    let environment = ProcessInfo.processInfo.environment
    let url = URL(filePath: try #require(environment[variable]))
    let seconds = try #require(environment[delay].flatMap { Double($0) })
    let thread = Thread {
      Thread.sleep(forTimeInterval: seconds)
      kill(getpid(), SIGKILL)
    }
    thread.start()
    let archive = try Archive.open(at: url)
    let file = url.deletingLastPathComponent().appending(path: "shared.sqlar")
    if FileManager.default.fileExists(atPath: file.path) { _ = try archive.importing(file) }
    Thread.sleep(forTimeInterval: 60)
  }

  // MARK: Before and after

  /// 200 trials, so that an import takes a while.
  private static func large(in folder: URL) throws -> Archive {
    let archive = try Archive.open(at: folder.appending(path: "large.sqlite"))
    let plan = try ArchiveFixture.plan(ArchiveFixture.yaml.replacing("replicates: 3", with: "replicates: 100"))
    let key = try archive.record(plan, data: ArchiveFixture.digests)
    let trials = plan.measurement(choices: [0, 1])
    try archive.freeze(SharedFixture.choices, trials: trials, of: key)
    for trial in trials { try archive.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance) }
    return archive
  }

  private static func ids(of archive: Archive) throws -> [TrialID] {
    try DatabaseQueue(path: archive.path).read {
      try String.fetchAll($0, sql: "SELECT hex FROM trial ORDER BY hex").map { TrialID(hex: $0) }
    }
  }

  private static func seconds(_ work: () throws -> some Any) rethrows -> Double {
    let start = Date()
    _ = try work()
    return Date().timeIntervalSince(start)
  }

  private static func checkSound(_ url: URL) throws {
    let state = try DatabaseQueue(path: url.path).read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
    #expect(state == "ok")
  }
}
