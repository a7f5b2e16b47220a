import Specifications

/// The query of a request, read by name; whatever nobody asked for is refused.
struct Parameters {
  private let items: [Target.Item]
  private let known: [String]

  /// Refuses names that are not known, and those that come twice where one value is wanted.
  init(_ target: Target, known: [String], repeated: [String] = []) throws(WebError) {
    (items, self.known) = (target.query, known + repeated)
    for (place, item) in items.enumerated() {
      guard self.known.contains(item.name) else {
        let guess = Spelling.nearest(to: item.name, among: self.known).map { " (did you mean '\($0)'?)" } ?? ""
        let allowed = self.known.isEmpty ? "there is none here" : "there are \(self.known.joined(separator: ", "))"
        throw WebError(400, "there is no parameter '\(item.name)'\(guess); \(allowed)")
      }
      guard item.value.unicodeScalars.count <= Limits.value else {
        throw WebError(400, "the value of '\(item.name)' is longer than \(Limits.value) letters")
      }
      guard repeated.contains(item.name) || !items[..<place].contains(where: { $0.name == item.name }) else {
        throw WebError(400, "the parameter '\(item.name)' comes twice")
      }
    }
  }

  func text(_ name: String) -> String? { items.first { $0.name == name }?.value }

  func texts(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

  /// A whole number in its bounds, or what is usual.
  func number(_ name: String, in bounds: ClosedRange<Int>, usual: Int) throws(WebError) -> Int {
    guard let text = text(name) else { return usual }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text), bounds.contains(number) else {
      throw WebError(
        400, "\(name) is '\(text)'; it is a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
    }
    return number
  }

  /// The same query with another value under a name.
  func with(_ name: String, _ value: String) -> String {
    let others = items.filter { $0.name != name } + [Target.Item(name: name, value: value)]
    return others.map { "\(Target.encoded($0.name))=\(Target.encoded($0.value))" }.joined(separator: "&")
  }
}

/// Why there is no answer, with the status that says so.
struct WebError: Error, Hashable, Sendable {
  let status: Int
  let message: String

  init(_ status: Int, _ message: String) { (self.status, self.message) = (status, message) }
}
