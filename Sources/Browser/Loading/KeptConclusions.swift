import Files
import Foundation

/// What `conclusions.json` holds: conclusions, the version that made them, and a digest of both, so that nobody reads a
/// verdict that was changed there.
package struct KeptConclusions: Codable {
  let version: String
  let conclusions: [Conclusion]

  init(version: String, conclusions: [Conclusion]) { (self.version, self.conclusions) = (version, conclusions) }

  /// Reads a whole file; throws where its bytes are not those that were written.
  init(_ bytes: [UInt8]) throws {
    guard Self.isSound(bytes) else { throw CocoaError(.fileReadCorruptFile) }
    self = try JSONDecoder().decode(Self.self, from: Data(Self.content(of: bytes)))
  }

  var bytes: [UInt8] {
    get throws {
      let content = Array(try JSONEncoder().encode(self))
      return Array(Self.head(SHA256.digest(of: content).hex).utf8) + content + Array(Self.end.utf8)
    }
  }

  /// Whether the bytes have the digest that they name.
  package static func isSound(_ bytes: [UInt8]) -> Bool {
    let content = content(of: bytes)
    return bytes == Array(head(SHA256.digest(of: content).hex).utf8) + content + Array(end.utf8)
  }

  /// What stands between the head, which is as long whatever the digest is, and the end.
  private static func content(of bytes: [UInt8]) -> [UInt8] {
    Array(bytes.dropFirst(head(String(repeating: "0", count: 64)).utf8.count).dropLast(end.utf8.count))
  }

  private static func head(_ digest: String) -> String { "{\"sha256\":\"\(digest)\",\"kept\":" }
  private static let end = "}\n"
}
