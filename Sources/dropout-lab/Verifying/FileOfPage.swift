import Files
import Foundation
import Reports
import Specifications

/// Holds a figure, a table or another file of a report against the record of the page that it belongs to.
enum FileOfPage {
  /// False where no page beside it or in the folder above names it.
  static func verify(_ file: URL, name: String, into verification: inout Verification) throws -> Bool {
    let path = file.standardizedFileURL.pathComponents
    for depth in 1...deepest where depth < path.count {
      let folder = URL(filePath: path.dropLast(depth).joined(separator: "/"), directoryHint: .isDirectory)
      let own = path.suffix(depth).joined(separator: "/")
      for page in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      where page.hasSuffix(".html") {
        let text = try FileContents.read(folder.appending(path: page), atMost: FileContents.mostPage)
        let record = PageRecord.read(from: String(decoding: text, as: UTF8.self))
        guard let item = record?.files.first(where: { $0.name == own }) else { continue }
        let found = try SHA256.digest(ofFile: file).hex
        if found != item.sha256 {
          verification.found(
            Verification.Finding(file: name, field: "SHA-256", expected: item.sha256, found: found))
        }
        verification.hold("\(name): its digest in the record of \(page)")
        return true
      }
    }
    return false
  }

  /// Folders from a page down to its files: `figures/rates.png`.
  private static let deepest = 2
}
