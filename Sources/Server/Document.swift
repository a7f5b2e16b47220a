import Files
import Specifications

/// Content that can be named, kept, asked for again and cut into ranges.
struct Document: Hashable, Sendable {
  let type: ContentType
  let bytes: [UInt8]
  /// A strong validator: the same bytes have the same.
  let tag: String
  /// The name under which a browser saves it; nil where it is shown.
  let download: String?
  /// What a page may load; nil where it is no page.
  let policy: String?
  /// The address of the page of a list that follows.
  var next: String?

  init(_ type: ContentType, _ bytes: [UInt8], download: String? = nil, policy: String? = nil) {
    (self.type, self.bytes, self.download, self.policy) = (type, bytes, download, policy)
    tag = "\"\(SHA256.digest(of: bytes).hex.prefix(32))\""
  }

  init(_ type: ContentType, text: String, download: String? = nil) {
    self.init(type, Array(text.utf8), download: download)
  }

  init(_ value: JSONValue) { self.init(.json, text: value.text + "\n") }
}
