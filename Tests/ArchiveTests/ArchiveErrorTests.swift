import Files
import Foundation
import GRDB
import Testing

@testable import Archive

/// What SQLite reports is told as what it was.
struct ArchiveErrorTests {
  @Test
  func `a failing read is called one, also while an archive is written`() {
    for code in [ResultCode.SQLITE_IOERR_READ, .SQLITE_IOERR_SHORT_READ, .SQLITE_IOERR_CORRUPTFS] {
      let error = ArchiveError.wording(DatabaseError(resultCode: code), path: "a")
      #expect(error == .readFailed(path: "a", reason: "disk I/O error"))
    }
    let written = ArchiveError.wording(DatabaseError(resultCode: .SQLITE_IOERR_WRITE), path: "a")
    #expect(written == .writeFailed(path: "a", reason: "disk I/O error"))
  }

  @Test
  func `what a connection does not know of another's fault is told by its code`() {
    func error(_ code: ResultCode) -> DatabaseError { DatabaseError(resultCode: code, message: "not an error") }
    #expect(
      ArchiveError.wording(error(.SQLITE_IOERR), path: "a", isReading: true).description
        == "a: cannot read the archive: disk I/O error")
    #expect(ArchiveError.wording(error(.SQLITE_IOERR_READ), ofExport: "a").description.contains("disk I/O error"))
    #expect(ArchiveError.wording(error(.SQLITE_FULL), toExport: "a").description.contains("disk is full"))
    #expect(ArchiveError.wording(error(.SQLITE_CORRUPT), path: "a").description.contains("malformed"))
  }

  @Test
  func `a pipe in place of an archive is refused, not waited for`() throws {
    try ArchiveFixture.inFolder { folder in
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let pipe = folder.appending(path: "archive.sqlite")
      #expect(mkfifo(pipe.path, 0o600) == 0)
      let reason = FileError(stream: pipe.path).reason
      #expect(throws: ArchiveError.readFailed(path: pipe.path, reason: reason)) { try Archive.read(at: pipe) }
      #expect(throws: ArchiveError.cannotWrite(path: pipe.path, reason: reason)) { try Archive.open(at: pipe) }
      #expect(throws: ArchiveError.readFailed(path: pipe.path, reason: reason)) { try Archive.verify(at: pipe) }
    }
  }

  @Test
  func `an archive of which nothing was made yet is none, unless its digest says that it was more`() throws {
    try ArchiveFixture.inFolder { folder in
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
      let url = folder.appending(path: "archive.sqlite")
      try Data().write(to: url)
      #expect(throws: ArchiveError.missing(path: url.path)) { try Archive.read(at: url) }
      #expect(throws: ArchiveError.missing(path: url.path)) { try Archive.verify(at: url) }
      try Data("\(String(repeating: "0", count: 64))  archive.sqlite\n".utf8).write(to: ArchiveStamp(of: url).url)
      #expect(try Archive.verify(at: url).mismatches.map(\.field) == ["SHA-256", "structure"])
    }
  }
}
