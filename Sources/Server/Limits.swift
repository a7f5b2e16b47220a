/// What the server takes from a client at most.
package enum Limits {
  /// Bytes of path and query.
  static let target = 8192
  static let queryItems = 300
  /// Letters of a parameter.
  static let value = 2000
  /// Bytes of one field of a request's head, and of all.
  static let field = 16 * 1024
  static let head = 32 * 1024
  static let fieldCount = 100
  /// Bytes of a body; no page takes one.
  static let body = 16 * 1024
  static let connections = 256
  /// Clients that listen to events at a time.
  static let listeners = 64
  /// Seconds that a connection may be silent, a request may take to arrive, and a client may take nothing.
  static let idle = 30
  static let arrival = 15
  static let stalled = 30
  /// Rows of a page of a list unless asked for, and at most.
  static let rows = 100
  static let mostRows = 1000
  /// Sides of a comparison.
  static let sides = 250
  /// Bytes of pages that are kept for the next reader.
  static let kept = 12_000_000
}
