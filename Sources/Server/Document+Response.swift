import Browser
import Reports
import Specifications

extension Document {
  init(_ file: ReportFile) {
    let type = ContentType(ofFile: file.path)
    let isSaved = type == .yaml || type == .csv
    self.init(
      type, file.bytes, download: isSaved ? file.path.split(separator: "/").last.map(String.init) : nil,
      policy: type == .html ? PagePolicy(of: file).value : nil)
  }

  private var fields: [(name: String, value: String)] {
    var fields = [
      ("content-type", type.name), ("etag", tag), ("cache-control", "no-cache"), ("accept-ranges", "bytes"),
    ]
    if let download { fields.append(("content-disposition", "attachment; filename=\"\(Self.plain(download))\"")) }
    if let policy { fields.append(("content-security-policy", policy)) }
    if let next { fields.append(("link", "<\(next)>; rel=\"next\"")) }
    return fields
  }

  /// A name for a file that no reader of the field can take for anything else.
  private static func plain(_ name: String) -> String {
    String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "_" })
  }

  /// As it is asked for: whole, not again, or a part of it (RFC 9110, sections 13 and 14).
  func response(to request: WebRequest) -> WebResponse {
    if let known = request.value("if-none-match"), Self.matches(known, tag) {
      // A browser takes the fields of this answer for those of the content it has, its policy among them.
      let kept = fields.filter { ["etag", "cache-control", "content-security-policy"].contains($0.name) }
      return WebResponse(304, fields: kept + [("content-length", "\(bytes.count)")])
    }
    // A HEAD ignores ranges, as does a client whose part is of other content.
    if request.method == .get, let asked = request.value("range"),
      request.value("if-range").map({ $0 == tag }) ?? true, let range = ByteRange(asked, of: bytes.count)
    {
      switch range {
      case .unsatisfiable:
        return WebResponse(416, fields: [("content-range", "bytes */\(bytes.count)")])
      case .bytes(let part):
        let place = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(bytes.count)"
        return WebResponse(206, fields: fields + [("content-range", place)], body: .bytes(Array(bytes[part])))
      }
    }
    return WebResponse(200, fields: fields, body: .bytes(bytes))
  }

  /// In place of another page.
  func response(status: Int, retryAfter: Int?) -> WebResponse {
    let kept = fields.filter { ["content-type", "content-security-policy"].contains($0.name) }
    let retry = retryAfter.map { [(name: "retry-after", value: "\($0)")] } ?? []
    return WebResponse(status, fields: kept + [("cache-control", "no-store")] + retry, body: .bytes(bytes))
  }

  /// Whether a list of tags names one; weak ones count, since nothing here is compared by ranges of it.
  private static func matches(_ list: String, _ tag: String) -> Bool {
    list.split(separator: ",").contains { item in
      let name = item.drop { $0 == " " }
      let plain = String((name.hasPrefix("W/") ? name.dropFirst(2) : name).prefix { $0 != " " })
      return plain == tag || plain == "*"
    }
  }
}

/// The one part of a content that is asked for; several at once are answered with the whole.
enum ByteRange: Hashable {
  case bytes(Range<Int>)
  case unsatisfiable

  /// Nil where the field is to be ignored: another unit, several parts, or no number.
  init?(_ field: String, of count: Int) {
    guard field.hasPrefix("bytes="), !field.contains(",") else { return nil }
    let ends = field.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, ends.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else { return nil }
    switch (Int(ends[0]), Int(ends[1])) {
    case (let first?, let last?):
      guard first <= last else { return nil }
      self = first < count ? .bytes(first..<min(count, last == .max ? .max : last + 1)) : .unsatisfiable
    case (let first?, nil) where ends[1].isEmpty:
      self = first < count ? .bytes(first..<count) : .unsatisfiable
    case (nil, let length?) where ends[0].isEmpty:
      self = length > 0 && count > 0 ? .bytes(max(0, count - length)..<count) : .unsatisfiable
    default: return nil
    }
  }
}

extension WebResponse {
  /// An error in a sentence, as JSON.
  static func problem(_ status: Int, _ message: String, retryAfter: Int? = nil) -> WebResponse {
    var response = Document(.object([("schema", .number(1)), ("error", .text(message))])).response(
      status: status, retryAfter: retryAfter)
    // Nobody reads what else a refused client sends.
    if [400, 403, 405, 413, 414, 421].contains(status) { response.fields.append(("connection", "close")) }
    return response
  }

  /// Of a method that asks for more than reading.
  static func notAllowed(_ method: String) -> WebResponse {
    var response = problem(405, "\(method) is not allowed: everything here is only read")
    response.fields.append(("allow", "GET, HEAD"))
    return response
  }

  static func events(_ stream: AsyncStream<String>) -> WebResponse {
    WebResponse(
      200, fields: [("content-type", "text/event-stream; charset=utf-8"), ("cache-control", "no-store")],
      body: .events(stream))
  }

  /// What every response says to browsers, and its length.
  func secured() -> WebResponse {
    var response = self
    if case .bytes(let bytes) = body, value("content-length") == nil {
      response.fields.append(("content-length", "\(bytes.count)"))
    }
    if value("content-security-policy") == nil, status != 304 {
      response.fields.append(("content-security-policy", Self.nothing))
    }
    response.fields += [
      ("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("referrer-policy", "no-referrer"),
      ("cross-origin-resource-policy", "same-origin"), ("cross-origin-opener-policy", "same-origin"),
    ]
    return response
  }

  /// What is no page may load nothing if a browser takes it for one.
  private static let nothing = "default-src 'none'; frame-ancestors 'none'; sandbox"

  /// The answer to HEAD: the fields of GET, no content.
  func withoutBody() -> WebResponse {
    var response = self
    if case .bytes(let bytes) = body, value("content-length") == nil {
      response.fields.append(("content-length", "\(bytes.count)"))
    }
    response.body = .bytes([])
    return response
  }
}
