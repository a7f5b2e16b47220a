/// What a client gets, as plain values.
package struct WebResponse: Sendable {
  package var status: Int
  /// Names in small letters.
  package var fields: [(name: String, value: String)]
  package var body: Body

  package enum Body: Sendable {
    case bytes([UInt8])
    /// Grows until the client goes or the server ends.
    case events(AsyncStream<String>)
  }

  package init(_ status: Int, fields: [(name: String, value: String)] = [], body: Body = .bytes([])) {
    (self.status, self.fields, self.body) = (status, fields, body)
  }

  package func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }

  package var bytes: [UInt8] {
    switch body {
    case .bytes(let bytes): bytes
    case .events: []
    }
  }
}

/// What kinds of content there are.
enum ContentType: Hashable, Sendable {
  case html, css, javascript, png, json, csv, yaml, text

  var name: String {
    switch self {
    case .html: "text/html; charset=utf-8"
    case .css: "text/css; charset=utf-8"
    case .javascript: "text/javascript; charset=utf-8"
    case .png: "image/png"
    case .json: "application/json"
    case .csv: "text/csv; charset=utf-8"
    case .yaml: "application/yaml; charset=utf-8"
    case .text: "text/plain; charset=utf-8"
    }
  }

  /// By the ending of a file's name.
  init(ofFile path: String) {
    switch path.split(separator: ".").last {
    case "html": self = .html
    case "css": self = .css
    case "js": self = .javascript
    case "png": self = .png
    case "json": self = .json
    case "csv": self = .csv
    case "yaml": self = .yaml
    default: self = .text
    }
  }
}
