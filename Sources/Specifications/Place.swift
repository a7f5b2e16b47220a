/// A position in a file that a person wrote, counted from one.
package struct Place: Hashable, Sendable, CustomStringConvertible {
  package let file: String
  package let line: Int
  package let column: Int

  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  package var description: String { line > 0 ? "\(file):\(line):\(column)" : file }
}
