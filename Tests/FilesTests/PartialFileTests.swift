import Files
import Foundation
import Testing

struct PartialFileTests {
  @Test
  func `a partial file grows over several openings and starts anew on request`() throws {
    let folder = try TemporaryFolder()
    let url = folder.url("a.part")
    try PartialFile(appendingTo: url).append([UInt8]([1, 2, 3]))
    let second = try PartialFile(appendingTo: url)
    #expect(second.size == 3)
    try second.append([UInt8]([4]))
    #expect(second.size == 4)
    #expect(try FileContents.read(url) == [1, 2, 3, 4])
    try second.restart()
    try second.append([UInt8]([9]))
    #expect(try FileContents.read(url) == [9] && second.size == 1)
  }
}
