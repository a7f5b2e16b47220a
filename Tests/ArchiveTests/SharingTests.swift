import Archive
import Datasets
import Experiments
import Files
import Foundation
import GRDB
import NeuralNets
import Testing

/// Exports: what leaves one archive arrives in another, and nothing else does.
struct SharingTests {
  @Test
  func `everything recorded arrives to the bit, and a second import adds nothing`() throws {
    try ArchiveFixture.inFolder { folder in
      let origin = try SharedFixture.archive(in: folder)
      let file = folder.appending(path: "small.sqlar")
      let sent = try SharedFixture.export(origin, to: file)
      let other = try Archive.open(at: folder.appending(path: "other.sqlite"))
      let first = try other.importing(file, expected: sent.digest)
      #expect(first.trials.added == 6 && first.trials.known == 0)
      #expect(first.answers.added == 12 && first.weights.added == 6)
      #expect(first.annotations.added == 3 && first.freezings.added == 1 && first.attempts.added == 1)
      #expect(first.reproductions.added == 1)
      #expect(try SharedFixture.contents(of: other) == SharedFixture.contents(of: origin))
      let second = try other.importing(file)
      #expect(second.counts.allSatisfy { $0.count.added == 0 } && second.trials.known == 6)
      #expect(try SharedFixture.contents(of: other) == SharedFixture.contents(of: origin))
      let back = try SharedFixture.export(other, to: folder.appending(path: "back.sqlar"))
      #expect(back.digest == sent.digest)
      #expect(try Data(contentsOf: folder.appending(path: "back.sqlar")) == Data(contentsOf: file))
    }
  }

  @Test
  func `two archives that each know a part become the whole`() throws {
    try ArchiveFixture.inFolder { folder in
      let file = folder.appending(path: "small.sqlar")
      _ = try SharedFixture.export(try SharedFixture.archive(in: folder), to: file)
      let other = try Archive.open(at: folder.appending(path: "other.sqlite"))
      let plan = try ArchiveFixture.plan()
      let key = try other.record(plan, data: ArchiveFixture.digests)
      let trials = plan.measurement(choices: [0, 1])
      try other.freeze(SharedFixture.choices, trials: trials, of: key)
      try other.record(ArchiveFixture.finished(trials[0]), provenance: ArchiveFixture.provenance)
      try other.annotate(.experiment(name: "small"), [.tag("ours"), .note("ours")])
      let result = try other.importing(file)
      #expect(result.experiments.known == 1 && result.trials.added == 5 && result.trials.known == 1)
      let written = try other.annotations(of: .experiment(name: "small"))
      #expect(written == Annotations(tags: ["mnist", "ours"], notes: ["ours", "<b>bold</b>\n\"x\""]))
      #expect(try other.weights(of: trials[0].id).count == 2)
    }
  }

  @Test
  func `what was imported and forgotten leaves an archive that verifies, and arrives again`() throws {
    try ArchiveFixture.inFolder { folder in
      let file = folder.appending(path: "small.sqlar")
      let sent = try SharedFixture.export(try SharedFixture.archive(in: folder), to: file)
      let url = folder.appending(path: "other.sqlite")
      for round in 0..<3 {
        let other = try Archive.open(at: url)
        _ = try other.importing(file)
        try other.annotate(.experiment(name: "small"), [.untag("mnist"), .tag("mnist")])
        try other.settle()
        #expect(try Archive.verify(at: url).mismatches.isEmpty, "imported, round \(round)")
        let again = try Archive.open(at: url)
        #expect(try SharedFixture.export(again, to: folder.appending(path: "back.sqlar")).trials == sent.trials)
        #expect(try again.remove(.experiment(name: "small")).trials == 6)
        try again.settle()
        let verified = try Archive.verify(at: url)
        #expect(verified.mismatches.isEmpty && verified.trials == 0, "forgotten, round \(round)")
      }
    }
  }

  @Test
  func `another number for the same trial is refused with both, and nothing is added`() throws {
    try ArchiveFixture.inFolder { folder in
      let file = folder.appending(path: "small.sqlar")
      _ = try SharedFixture.export(try SharedFixture.archive(in: folder), to: file)
      let other = try Archive.open(at: folder.appending(path: "other.sqlite"))
      let trial = try #require(try ArchiveFixture.plan().measurement(choices: [0, 1]).last)
      try other.record(ArchiveFixture.finished(trial, error: 0.25), provenance: ArchiveFixture.provenance)
      let before = try SharedFixture.contents(of: other)
      let error = #expect(throws: ArchiveError.self) { try other.importing(file) }
      #expect(
        error?.description
          == "\(file.path): the validation error after epoch 1 of trial \(trial.id.short) is 0.125 there and 0.25 in the "
          + "archive; nothing was imported")
      #expect(try SharedFixture.contents(of: other) == before)
    }
  }

  @Test
  func `a new archive of an export is one plain file that verifies, and takes in another`() throws {
    try ArchiveFixture.inFolder { folder in
      let file = folder.appending(path: "small.sqlar")
      let origin = try SharedFixture.archive(in: folder)
      _ = try SharedFixture.export(origin, to: file)
      let url = folder.appending(path: "new/archive.sqlite")
      #expect(try Archive.importing(file, into: url).trials.added == 6)
      let made = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "new").path)
      #expect(made.sorted() == ["archive.sqlite", "archive.sqlite.sha256"])
      #expect(try Archive.verify(at: url).mismatches.isEmpty)
      #expect(try SharedFixture.contents(of: Archive.read(at: url)) == SharedFixture.contents(of: origin))
      #expect(try Archive.importing(file, into: url).trials.known == 6)
    }
  }

  @Test(arguments: ["-wal", "-journal", ".sha256"])
  func `what lies there of an archive that is gone does not get into a new one`(ending: String) throws {
    try ArchiveFixture.inFolder { folder in
      let file = folder.appending(path: "small.sqlar")
      let origin = try SharedFixture.archive(in: folder)
      _ = try SharedFixture.export(origin, to: file)
      let url = folder.appending(path: "archive.sqlite")
      let log = folder.appending(path: "origin.sqlite-wal")
      #expect(try Data(contentsOf: log).count > 32)
      try FileManager.default.copyItem(at: log, to: URL(filePath: url.path + ending))
      #expect(try Archive.importing(file, into: url).trials.added == 6)
      #expect(try Archive.verify(at: url).mismatches.isEmpty)
      #expect(try SharedFixture.contents(of: Archive.read(at: url)) == SharedFixture.contents(of: origin))
    }
  }

  @Test
  func `a rehearsal tells what would be added and makes no archive`() throws {
    try ArchiveFixture.inFolder { folder in
      let file = folder.appending(path: "small.sqlar")
      _ = try SharedFixture.export(try SharedFixture.archive(in: folder), to: file)
      let url = folder.appending(path: "none/archive.sqlite")
      #expect(try Archive.rehearse(file, into: url).trials.added == 6)
      #expect(!FileManager.default.fileExists(atPath: url.deletingLastPathComponent().path))
      let origin = folder.appending(path: "origin.sqlite")
      let before = try Data(contentsOf: origin)
      #expect(try Archive.rehearse(file, into: origin).trials.known == 6)
      #expect(try Data(contentsOf: origin) == before)
    }
  }
}

/// What comes from outside is not believed.
struct RefusedExportTests {
  @Test
  func `a tensor that is cut off in the archive is told`() throws {
    try ArchiveFixture.inFolder { folder in
      let archive = try SharedFixture.archive(in: folder)
      let trial = try #require(try archive.finishedTrials().first)
      try SQLiteShell.run(
        "DROP TRIGGER weightIsFinal; UPDATE weight SET \"values\" = x'010203'", on: URL(filePath: archive.path))
      let error = #expect(throws: ArchiveError.self) { try archive.weights(of: trial) }
      #expect(error?.description.contains("a tensor of trial \(trial.short) is cut off") == true)
    }
  }

  @Test
  func `every single changed byte and every cut is found`() throws {
    try ArchiveFixture.inFolder { folder in
      let file = folder.appending(path: "small.sqlar")
      _ = try SharedFixture.export(try SharedFixture.archive(in: folder), to: file)
      let whole = try Data(contentsOf: file)
      let archive = try Archive.inMemory()
      var chance = SystemRandomNumberGenerator()
      let places = (0..<150).map { _ in Int.random(in: whole.indices, using: &chance) } + Array(0..<100)
      for place in places {
        var bytes = whole
        bytes[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &chance)
        try bytes.write(to: file)
        #expect(throws: ArchiveError.self, "byte \(place)") { try archive.importing(file) }
      }
      for length in [0, 1, 100, 4096, whole.count / 2, whole.count - 4096, whole.count - 1] {
        try whole.prefix(length).write(to: file)
        #expect(throws: ArchiveError.self, "\(length) bytes") { try archive.importing(file) }
      }
      try (whole + Data([0])).write(to: file)
      #expect(throws: ArchiveError.self) { try archive.importing(file) }
      #expect(try archive.experiments().isEmpty)
      try whole.write(to: file)
      #expect(try archive.importing(file).trials.added == 6)
    }
  }

  static let forged: [(what: String, sql: String, reason: String)] = [
    ("a path upwards", "UPDATE sqlar SET name = '../x' WHERE name = 'freezings.json'", "entries"),
    ("an entry nobody lists", "INSERT INTO sqlar VALUES ('extra', 33188, 0, 1, x'41')", "entries"),
    ("an entry of another size", "UPDATE sqlar SET sz = 1099511627776 WHERE name LIKE 'trials/%.json'", "unpack"),
    ("a bomb", "UPDATE sqlar SET sz = 200000000 WHERE name LIKE 'trials/%.json'", "does not unpack"),
    ("a negative size", "UPDATE sqlar SET sz = -1 WHERE name LIKE 'trials/%.json'", "unpack"),
    ("text for bytes", "UPDATE sqlar SET data = 'x' WHERE name LIKE 'trials/%.json'", "missing or no file"),
    ("other bytes", "UPDATE sqlar SET data = x'41', sz = 1 WHERE name LIKE 'trials/%.json'", "is not what"),
    ("a view", "CREATE VIEW v AS SELECT 1", "other tables"),
    ("a trigger", "CREATE TRIGGER t AFTER INSERT ON sqlar BEGIN SELECT 1; END", "other tables"),
    ("another manifest", "UPDATE sqlar SET data = x'7B7D', sz = 2 WHERE name = 'manifest.json'", "not the one"),
    ("a newer format", "PRAGMA user_version = 2", "newer"),
  ]

  @Test(arguments: forged.indices)
  func `a file that was changed and sealed again is refused for what it is`(index: Int) throws {
    try ArchiveFixture.inFolder { folder in
      let forgery = Self.forged[index]
      let file = folder.appending(path: "small.sqlar")
      _ = try SharedFixture.export(try SharedFixture.archive(in: folder), to: file)
      try SharedFixture.forge(file, forgery.sql)
      let archive = try Archive.inMemory()
      let error = #expect(throws: ArchiveError.self, "\(forgery.what)") { try archive.importing(file) }
      #expect(error?.description.contains(forgery.reason) == true, "\(forgery.what): \(error?.description ?? "")")
      #expect(try archive.experiments().isEmpty)
    }
  }

  @Test(arguments: ["../x", "/etc/x", "a/../../x", "a//x", "a\\x", "C:x", "x\u{202E}", "a/."])
  func `a name that leads elsewhere is refused even where manifest and seal agree on it`(name: String) throws {
    try ArchiveFixture.inFolder { folder in
      let file = folder.appending(path: "small.sqlar")
      _ = try SharedFixture.export(try SharedFixture.archive(in: folder), to: file)
      try SharedFixture.forge(file, "UPDATE sqlar SET name = '\(name)' WHERE name = 'freezings.json'")
      try SharedFixture.rewrite(file) { entry, text in
        entry == "manifest.json" ? text.replacing("freezings.json", with: name.replacing("\\", with: "\\\\")) : text
      }
      let error = #expect(throws: ArchiveError.self) { try Archive.inMemory().importing(file) }
      #expect(error?.description.contains("leads elsewhere") == true, "\(error?.description ?? "")")
    }
  }

  /// A sealed export in whose trials the one text stands for the other.
  private func rewrittenExport(in folder: URL, _ old: String, _ new: String) throws -> URL {
    let file = folder.appending(path: "small.sqlar")
    _ = try SharedFixture.export(try SharedFixture.archive(in: folder), to: file)
    try SharedFixture.rewrite(file) { name, text in
      name.hasPrefix("trials/") || name.hasPrefix("experiments/") ? text.replacing(old, with: new) : text
    }
    return file
  }

  @Test(arguments: [
    ("\"shape\":\"2 2\"", "\"shape\":\"2 3\"", "not those of its shape"),
    ("\"shape\":\"2\"", "\"shape\":\"3\"", "not those of its shape"),
    ("\"bytes\":8", "\"bytes\":7", "not those of its shape"),
    ("\"status\":\"completed\"", "\"status\":\"perfectly\"", "not allowed in an archive: CHECK"),
    ("one\\ntwo", String(repeating: "one\\n", count: 1_000), "has 1001 lines, allowed are 1000"),
    ("{ dataset:", String(repeating: "[", count: 100_000), "the id of trial"),
  ])
  func `what no archive holds is the fault of the export`(_ old: String, _ new: String, _ reason: String) throws {
    try ArchiveFixture.inFolder { folder in
      let file = try rewrittenExport(in: folder, old, new)
      let archive = try Archive.inMemory()
      let error = #expect(throws: ArchiveError.self) { try archive.importing(file) }
      let words = error?.description ?? ""
      let said = "\(file.path): this is no sound export"
      #expect(words.hasPrefix(said) && words.contains(reason), "\(words.suffix(300))")
      #expect(try archive.experiments().isEmpty)
    }
  }

  @Test(arguments: [
    "\"value\":0.125": "\"value\":0.126", "\"status\":\"completed\"": "\"status\":\"perfectly\"",
    "\"correctness\":\"01": "\"correctness\":\"zz", "\"epoch\":1": "\"epoch\":7",
  ])
  func `a consistent forgery of a trial is refused by the trial's own checksum`(old: String, new: String) throws {
    try ArchiveFixture.inFolder { folder in
      let file = try rewrittenExport(in: folder, old, new)
      let archive = try Archive.inMemory()
      #expect(throws: ArchiveError.self) { try archive.importing(file) }
      #expect(try archive.experiments().isEmpty)
      let url = folder.appending(path: "new/archive.sqlite")
      #expect(throws: ArchiveError.self) { try Archive.importing(file, into: url) }
      #expect(!FileManager.default.fileExists(atPath: url.deletingLastPathComponent().path))
      try SharedFixture.rewrite(file) { _, text in text.replacing(new, with: old) }
      #expect(try archive.importing(file).trials.added == 6)
    }
  }
}
