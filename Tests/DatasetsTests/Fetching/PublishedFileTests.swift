import Files
import Foundation
import Testing

@testable import Datasets

struct PublishedFileTests {
  @Test
  func `a file is known by its download, or by what it holds however it was packed`() throws {
    let folder = try TemporaryFolder()
    let labels = smallFiles().files[1]
    let packed = Gzip.pack(labels.bytes)
    func check(_ bytes: [UInt8], content: String?) throws {
      let name = "train-labels-idx1-ubyte.gz"
      try folder.write(bytes, name)
      let download = Download(addresses: [], name: name, size: packed.count, digest: SHA256.digest(of: packed).hex)
      try PublishedFile(url: folder.url(name), download: download, content: content).check()
    }
    let content = IDXFile.digest(of: [labels]).hex
    try check(packed, content: nil)
    try check(labels.bytes, content: content)
    #expect(throws: DatasetError.self) { try check(labels.bytes, content: nil) }
    #expect(throws: DatasetError.self) { try check(Array(packed.dropLast()), content: content) }
    #expect(throws: DatasetError.self) { try check(Gzip.pack(smallFiles().files[3].bytes), content: content) }
  }
}
