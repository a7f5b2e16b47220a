import Foundation

/// A file that proves itself: one line that names its kind and says what is in it, with the SHA-256 of all the rest.
///
/// ```
/// dropout-lab result 1 sha256=… bytes=1234 trial=2ca39d47…
/// (the body)
/// ```
package struct SealedFile: Hashable, Sendable {
  /// One word, such as `result`.
  package let kind: String
  /// What a person reads in the first line; keys and values are words.
  package let fields: [Field]
  package let body: [UInt8]

  package struct Field: Hashable, Sendable {
    package let key: String
    package let value: String

    package init(_ key: String, _ value: String) {
      precondition(Self.isWord(key, value), "'\(key)=\(value)' is no field")
      self.key = key
      self.value = value
    }

    static func isWord(_ key: some StringProtocol, _ value: some StringProtocol) -> Bool {
      !key.isEmpty && !(String(key) + String(value)).contains { $0 == " " || $0 == "=" || $0.isNewline }
    }
  }

  package init(kind: String, fields: [Field], body: [UInt8]) {
    self.kind = kind
    self.fields = fields
    self.body = body
  }

  package subscript(key: String) -> String? { fields.first { $0.key == key }?.value }

  private static let program = "dropout-lab"
  private static let version = "1"
  /// No first line is longer.
  private static let longest = 4096

  private var words: String { fields.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }

  private var digest: SHA256Digest {
    var hash = SHA256()
    hash.update(Array("\(kind) \(words)\n".utf8))
    hash.update(body)
    return hash.finish()
  }

  /// The whole file.
  package var bytes: [UInt8] {
    let head = "\(Self.program) \(kind) \(Self.version) sha256=\(digest.hex) bytes=\(body.count) \(words)\n"
    return Array(head.utf8) + body
  }
}

// MARK: - Reading

extension SealedFile {
  /// Reads a file and holds it against its seal.
  package static func read(_ url: URL, kind: String) throws(SealError) -> SealedFile {
    let bytes: [UInt8]
    do { bytes = try FileContents.read(url) } catch { throw .file(error) }
    return try SealedFile(bytes, kind: kind, path: url.path)
  }

  /// Takes the bytes of a file apart; `path` is for the error.
  package init(_ bytes: [UInt8], kind: String, path: String) throws(SealError) {
    guard let end = bytes.prefix(Self.longest).firstIndex(of: UInt8(ascii: "\n")),
      let head = String(validating: bytes[..<end], as: UTF8.self)
    else { throw .damaged(path: path, reason: "its first line is not that of a sealed file") }
    let words = head.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count >= 5, words[0] == Self.program, words[1] == kind else {
      throw .damaged(path: path, reason: "it is no \(kind) of \(Self.program)")
    }
    guard words[2] == Self.version else {
      throw .damaged(path: path, reason: "it has version \(words[2]); this program reads \(Self.version)")
    }
    let fields = words[3...].map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false) }
    guard fields.allSatisfy({ $0.count == 2 && Field.isWord($0[0], $0[1]) }), fields[0][0] == "sha256",
      fields[1][0] == "bytes"
    else { throw .damaged(path: path, reason: "its first line is not that of a sealed file") }
    let body = Array(bytes[(end + 1)...])
    guard fields[1][1] == "\(body.count)" else {
      throw .damaged(path: path, reason: "it has \(body.count) bytes behind its first line, not \(fields[1][1])")
    }
    self.init(kind: kind, fields: fields.dropFirst(2).map { Field(String($0[0]), String($0[1])) }, body: body)
    guard digest.hex == fields[0][1] else {
      throw .damaged(path: path, reason: "its SHA-256 is \(digest.hex), not \(fields[0][1])")
    }
  }
}

/// Why a sealed file is not believed.
package enum SealError: Error, Hashable, Sendable, CustomStringConvertible {
  case file(FileError)
  /// It is not what was sealed.
  case damaged(path: String, reason: String)

  /// Whether there is no such file.
  package var isMissing: Bool {
    switch self {
    case .file(let error): error.isMissing
    case .damaged: false
    }
  }

  package var description: String {
    switch self {
    case .file(let error): error.description
    case .damaged(let path, let reason): "\(path): does not verify: \(reason)"
    }
  }
}
