import ArgumentParser
import Experiments
import Files
import Foundation

/// Claims that are not part of what was archived.
struct ClaimsOptions: ParsableArguments {
  @Option(
    name: .customLong("claims"), help: "Judge archived trials by the claims of this file, written after them.",
    completion: .file(extensions: ["yaml", "yml"]))
  var file: String?

  /// Reads the file; nil when none is given.
  func claims() throws -> ClaimsFile? {
    guard let file else { return nil }
    return try ClaimsFile(yaml: try SpecText.read(file), file: file)
  }
}
