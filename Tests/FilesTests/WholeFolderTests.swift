import Foundation
import Synchronization
import Testing

@testable import Files

struct WholeFolderTests {
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString, directoryHint: .isDirectory)
    try AtomicFile.createFolder(folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func names(in folder: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  }

  @Test
  func `a folder that cannot be made is called by its name`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let site = file.appending(path: "site")
    let error = #expect(throws: FileError.self) { try WholeFolder(replacing: site, mark: ".mark") }
    #expect(error?.path == site.path && error?.reason == "Not a directory")
  }

  @Test
  func `a folder takes its name as a whole and leaves nothing of the old one`() throws {
    try inFolder { folder in
      let site = folder.appending(path: "site")
      let first = try WholeFolder(replacing: site, mark: ".mark")
      try first.write(Array("a".utf8), to: "trial/a.html")
      #expect(!FileManager.default.fileExists(atPath: site.path))
      try first.finish()
      let second = try WholeFolder(replacing: site, mark: ".mark")
      try second.write(Array("b".utf8), to: "b.html")
      #expect(try names(in: site) == [".mark", "trial", "trial/a.html"])
      try second.finish()
      #expect(try names(in: folder) == ["site", "site/.mark", "site/b.html"])
    }
  }

  @Test
  func `the old one stands under the name of something temporary until it is gone`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString, directoryHint: .isDirectory)
    try AtomicFile.createFolder(folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = folder.appending(path: "site")
    let first = try WholeFolder(replacing: site, mark: ".mark")
    for number in 0..<3000 { try first.write([], to: "\(number)") }
    try first.finish()
    let second = try WholeFolder(replacing: site, mark: ".mark")
    let begun = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    // A thread of its own, which begins at once however many tests wait for their turn.
    let outcome = Mutex<Result<Void, any Error>?>(nil)
    Thread.detachNewThread {
      let result = Result { try second.finish() }
      outcome.withLock { $0 = result }
    }
    var (seen, isOver) = (Set<String>(), false)
    while seen.isEmpty, !isOver {
      isOver = outcome.withLock { $0 != nil }
      seen = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)).subtracting(begun)
    }
    while outcome.withLock({ $0 == nil }) { Thread.sleep(forTimeInterval: 0.01) }
    try outcome.withLock { try $0?.get() }
    #expect(seen.allSatisfy { $0.wholeMatch(of: /\.site\.[-0-9A-F]{36}\.tmp/) != nil }, "\(seen)")
    #expect(!seen.isEmpty)
  }

  @Test
  func `a folder that holds things of others is left alone`() throws {
    try inFolder { folder in
      let site = folder.appending(path: "site")
      try AtomicFile.createFolder(site)
      try AtomicFile.write(text: "mine", to: site.appending(path: "thesis.tex"))
      let error = #expect(throws: FileError.self) { try WholeFolder(replacing: site, mark: ".mark") }
      #expect(error?.isExisting == true && error?.path == site.path)
      #expect(try names(in: folder) == ["site", "site/thesis.tex"])
    }
  }

  @Test
  func `what is given up leaves the old folder as it was`() throws {
    try inFolder { folder in
      let site = folder.appending(path: "site")
      try AtomicFile.createFolder(site)
      let begun = try WholeFolder(replacing: site, mark: ".mark")
      try begun.write([1], to: "a")
      begun.abandon()
      #expect(try names(in: folder) == ["site"])
    }
  }
}
