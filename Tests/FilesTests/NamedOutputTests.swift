import Foundation
import Testing

@testable import Files

struct NamedOutputTests {
  @Test
  func `a link leads to what it names, and anything else to itself`() throws {
    let folder = try TemporaryFolder()
    let (file, link) = (folder.url("file"), folder.url("link"))
    try AtomicFile.write(text: "old", to: file)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
    let followed = NamedOutput.followed(link)
    #expect(followed.lastPathComponent == "file")
    try AtomicFile.write(text: "new", to: followed)
    #expect(try FileContents.read(file) == Array("new".utf8))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
    for other in ["file", "none"] { #expect(NamedOutput.followed(folder.url(other)) == folder.url(other)) }
  }

  @Test
  func `a pipe is written into and stays one`() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.url("pipe")
    try #require(mkfifo(pipe.path, 0o600) == 0)
    #expect(NamedOutput.isSpecial(pipe))
    #expect(!NamedOutput.isSpecial(folder.root) && !NamedOutput.isSpecial(folder.url("none")))
    // Open at both ends, so that neither call waits for the other.
    let end = open(pipe.path, O_RDWR)
    defer { close(end) }
    try NamedOutput.pour(Array("five!".utf8), into: pipe)
    var bytes = [UInt8](repeating: 0, count: 8)
    #expect(read(end, &bytes, 8) == 5 && bytes.prefix(5).elementsEqual("five!".utf8))
    #expect(NamedOutput.isSpecial(pipe))
  }
}
