import Files
import Foundation

/// What an export holds: every entry with its size and SHA-256. `docs/archive-format.md` describes it.
struct SharedManifest: Codable, Hashable, Sendable {
  /// Raised when a reader of the version before would misread the file.
  static let currentFormat = 1

  struct Entry: Codable, Hashable, Sendable {
    let name: String
    let size: Int
    let sha256: String
  }

  struct Experiment: Codable, Hashable, Sendable {
    let name: String
    let digest: String
  }

  /// Only this is read of a file whose format is not known.
  struct Format: Codable { let format: Int }

  var format = currentFormat
  /// The version of the program that wrote it.
  let program: String
  /// Oldest first.
  let experiments: [Experiment]
  /// Digests in the order in which the origin recorded them.
  let provenances: [String]
  /// In the order of their names.
  let entries: [Entry]
}

/// One file within an export.
package struct SharedEntry: Hashable, Sendable {
  package let name: String
  package let bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  init(name: String, _ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    self.init(name: name, bytes: Array(try encoder.encode(value)) + [UInt8(ascii: "\n")])
  }

  /// Whether a name is a plain path downwards that means the same on every system.
  static func isSafe(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return name.utf8.count <= 400 && !parts.isEmpty
      && parts.allSatisfy { part in
        !part.isEmpty && part != "." && part != ".." && part.utf8.allSatisfy(isPlain)
      }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
