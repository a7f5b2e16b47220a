/// A mistake in a template, with its place and what to do about it.
package struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path of the file, or its name within the program.
  package let file: String
  package let line: Int
  package let column: Int
  package let message: String

  package var description: String { "\(file):\(line):\(column): \(message)" }
}
