/// What a client asks for, as plain values: the pages know no HTTP library.
package struct WebRequest: Hashable, Sendable {
  package enum Method: Hashable, Sendable {
    case get, head
    /// Any other, by its name.
    case other(String)

    package init(_ name: String) {
      switch name {
      case "GET": self = .get
      case "HEAD": self = .head
      default: self = .other(name)
      }
    }
  }

  package let method: Method
  /// Path and query as they stand in the first line of the request, nothing decoded.
  package let target: String
  /// Names in small letters, in the order of the request; a name may come twice.
  package let fields: [Field]

  package struct Field: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
  }

  package init(_ method: Method, _ target: String, fields: [Field]) {
    (self.method, self.target, self.fields) = (method, target, fields)
  }

  /// All values under a name in small letters.
  func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  /// The value under a name; nil where it is missing or comes twice.
  func value(_ name: String) -> String? {
    let found = values(name)
    return found.count == 1 ? found[0] : nil
  }
}
