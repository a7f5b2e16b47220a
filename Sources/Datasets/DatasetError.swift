import Files

/// Why a data set cannot be had or cannot be used: the file or set it is about, what was found, what is allowed.
package struct DatasetError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of trouble it is; decides the exit code of a command.
  package enum Kind: Hashable, Sendable {
    /// The bytes of a file are not what they should be.
    case malformed
    /// No folder that is searched has the files.
    case missing
    /// The set has too few examples or classes for what was asked.
    case unsuitable
    /// The network did not give what was asked.
    case network
    /// The system refused to read or write a file.
    case file(FileError)
  }

  package let kind: Kind
  /// A path, an address, or the name of a set.
  package let subject: String
  package let message: String

  package init(_ kind: Kind, _ subject: String, _ message: String) {
    self.kind = kind
    self.subject = subject
    self.message = message
  }

  init(_ error: FileError) {
    self.init(.file(error), error.path, String(error.description.dropFirst(error.path.count + 2)))
  }

  package var description: String { "\(subject): \(message)" }
}
