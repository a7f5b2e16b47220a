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
    let bytes = try FileContents.read(URL(filePath: file))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SpecError(.file(file), "the text is not UTF-8")
    }
    return try ClaimsFile(yaml: text, file: file)
  }
}
