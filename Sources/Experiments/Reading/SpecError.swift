import Specifications

/// Everything that is wrong with a specification, in the order of the file.
package struct SpecError: Error, Hashable, Sendable, CustomStringConvertible {
  package let problems: [Problem]

  package init(_ problems: [Problem]) {
    self.problems = problems.sorted {
      ($0.place.file, $0.place.line, $0.place.column) < ($1.place.file, $1.place.line, $1.place.column)
    }
  }

  package init(_ place: Place, _ message: String) { problems = [Problem(place: place, message: message)] }

  /// One line per problem.
  package var description: String { problems.map(\.description).joined(separator: "\n") }
}
