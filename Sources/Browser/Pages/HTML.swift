import Reports

/// Markup in which whatever is interpolated has been escaped.
///
/// A literal is taken as it is; a `String` between its parts becomes text, another `HTML` stays markup. So nothing that
/// comes from an archive can open a tag, close an attribute or start a script.
package struct HTML: Hashable, Sendable, ExpressibleByStringInterpolation {
  package let source: String

  package init(stringLiteral value: String) { source = value }

  package init(stringInterpolation interpolation: StringInterpolation) { source = interpolation.source }

  private init(source: String) { self.source = source }

  static let nothing: HTML = ""

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var source = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      source.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    package mutating func appendLiteral(_ literal: String) { source += literal }
    package mutating func appendInterpolation(_ text: String) { source += Markup.escaped(text) }
    package mutating func appendInterpolation(_ number: Int) { source += String(number) }
    package mutating func appendInterpolation(_ html: HTML) { source += html.source }
    package mutating func appendInterpolation(_ html: HTML?) { source += html?.source ?? "" }
    package mutating func appendInterpolation(_ parts: [HTML]) { for part in parts { source += part.source } }
  }
}

extension HTML {
  /// Markup that another room has made and escaped, such as coloured code.
  init(trusted source: String) { self.source = source }
}

extension [HTML] {
  func joined(_ separator: HTML) -> HTML { HTML(trusted: map(\.source).joined(separator: separator.source)) }
}
