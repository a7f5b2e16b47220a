import Archive
import Foundation
import Testing

/// Imports into a new archive that are killed; `DROPOUT_LAB_KILLS` says how often, 10 times unless given.
@Suite(.serialized)
struct NewArchiveKillTests {
  private static var kills: Int {
    ProcessInfo.processInfo.environment["DROPOUT_LAB_KILLS"].flatMap { Int($0) } ?? 10
  }
  private static let trials = 50

  @Test
  func `an import into a new archive that is killed leaves none or a whole one, and gc finds the rest`() throws {
    try Program.inFolder { program in
      let whole = try Import(program, "whole").untilItsEnd()
      var (none, all, rest) = (0, 0, 0)
      for round in 0..<Self.kills {
        let killed = try Import(program, "\(round)")
        try killed.kill(round.isMultiple(of: 2) ? .fromItsStart(whole.seconds) : .fromItsFirstFile(whole.last))
        let isThere = FileManager.default.fileExists(atPath: killed.archive.path)
        if isThere { try Self.checkWhole(killed.archive) }
        let again = try Archive.importing(Import.export, into: killed.archive)
        #expect(isThere ? again.counts.allSatisfy { $0.count.added == 0 } : again.trials.added == Self.trials)
        try Self.checkWhole(killed.archive)
        rest += try killed.tidyUp()
        (none, all) = (none + (isThere ? 0 : 1), all + (isThere ? 1 : 0))
      }
      print("new archive: \(Self.kills) kills, none \(none), whole \(all), left over \(rest), \(whole.seconds) s whole")
    }
  }

  private static func checkWhole(_ archive: URL) throws {
    let verified = try Archive.verify(at: archive)
    #expect(verified.mismatches.isEmpty && verified.trials == trials, "\(verified)")
  }
}

/// An import by a process of its own into a results folder that is not there yet.
private struct Import {
  /// When a process is killed: up to 1.3 times these seconds after.
  enum Moment {
    case fromItsStart(Double)
    case fromItsFirstFile(Double)
  }

  static let export = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "results/published/inference.sqlar")

  private let program: Program
  private let results: String
  private let process: Process
  private let start = Date()

  var archive: URL { folder.appending(path: "archive.sqlite") }
  private var folder: URL { program.folder.appending(path: results) }

  init(_ program: Program, _ results: String) throws {
    (self.program, self.results) = (program, results)
    process = try program.start(["archive", "import", Self.export.path, "--results", results]).process
  }

  private var names: [String] {
    FileManager.default.fileExists(atPath: folder.path)
      ? FileManager.default.subpaths(atPath: folder.path)?.sorted() ?? [] : []
  }

  private func waitForItsFirstFile() {
    while process.isRunning, names.isEmpty { Thread.sleep(forTimeInterval: 0.0005) }
  }

  /// The seconds that it takes, and those from its first file on.
  func untilItsEnd() throws -> (seconds: Double, last: Double) {
    waitForItsFirstFile()
    let first = Date()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return (Date().timeIntervalSince(start), Date().timeIntervalSince(first))
  }

  func kill(_ moment: Moment) throws {
    switch moment {
    case .fromItsStart(let seconds): Thread.sleep(forTimeInterval: Double.random(in: 0...1.3) * seconds)
    case .fromItsFirstFile(let seconds):
      waitForItsFirstFile()
      Thread.sleep(forTimeInterval: Double.random(in: 0...1.3) * seconds)
    }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Lets `gc` name and remove what is left over, as if it were two hours old; returns how many files that were.
  func tidyUp() throws -> Int {
    let kept = ["archive.sqlite", "archive.sqlite.sha256"]
    let rest = names.filter { !kept.contains($0) }
    for name in rest {
      let attributes = [FileAttributeKey.modificationDate: Date(timeIntervalSinceNow: -7200)]
      try FileManager.default.setAttributes(attributes, ofItemAtPath: folder.appending(path: name).path)
    }
    if !rest.isEmpty {
      let told = try program.run("gc", "--results", results).output
      #expect(rest.allSatisfy { told.contains("\t\($0)\n") }, "\(rest) are left, gc says \(told)")
      try program.expect(0, "gc", "--yes", "--results", results)
    }
    #expect(names == kept)
    return rest.count
  }
}
