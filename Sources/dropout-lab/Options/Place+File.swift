import Specifications

extension Place {
  /// The beginning of a file.
  static func file(_ path: String) -> Place { Place(file: path, line: 1, column: 1) }
}
