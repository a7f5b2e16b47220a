import Datasets
import Foundation
import Testing

struct ContactSheetTests {
  @Test
  func `each class has a row of its first examples, two black pixels apart`() throws {
    let dataset = try smallFiles().dataset(from: .folder(path: "f"))
    let sheet = ContactSheet(of: dataset, columns: 3)
    #expect(sheet.width == 3 * 4 + 2 && sheet.height == 3 * 4 + 2 && sheet.channels == 1)
    #expect(sheet.pixels.count == sheet.width * sheet.height)
    // The second example of class 1 is training example 4, whose bytes start at 80.
    let start = (2 + 4) * sheet.width + 2 + 4
    #expect(Array(sheet.pixels[start..<start + 2]) == [80, 85])
    #expect(Array(sheet.pixels[(start + sheet.width)..<(start + sheet.width + 2)]) == [90, 95])
    #expect(sheet.pixels[..<(2 * sheet.width)].allSatisfy { $0 == 0 })
  }

  @Test
  func `points in the plane become a cloud`() throws {
    let folders = DatasetFolders(given: nil, environment: [:], current: .temporaryDirectory)
    let sheet = ContactSheet(of: try DatasetStore(folders: folders).load(.twoMoons, seed: 1), columns: 3)
    #expect(sheet.width == 256 && sheet.height == 256)
    #expect(Set(sheet.pixels) == [0, 127, 255])
  }
}
