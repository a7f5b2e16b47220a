import Specifications

/// What is wrong with a bibliography: the first mistake, with its place.
package struct BibTeXError: Error, Hashable, Sendable, CustomStringConvertible {
  package let problem: Problem

  init(_ place: Place, _ message: String) { problem = Problem(place: place, message: message) }

  package var description: String { problem.description }
}

/// A citation of something the bibliography does not have.
package struct CitationError: Error, Hashable, Sendable, CustomStringConvertible {
  package let key: String
  package let near: String?

  package var description: String {
    "the bibliography has no '\(key)'" + (near.map { " (did you mean '\($0)'?)" } ?? "")
  }
}
