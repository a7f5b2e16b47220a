import ArgumentParser
import Experiments
import Files
import Foundation
import Specifications

/// Text that people write, from a file.
enum SpecText {
  /// Throws `SpecError` for what is no UTF-8, `FileError` for what is longer than any text that people write.
  static func read(_ file: String) throws -> String {
    let bytes = try FileContents.read(URL(filePath: file), atMost: FileContents.mostText, fromPipes: true)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SpecError(Place.file(file), "the text is not UTF-8")
    }
    return text
  }
}

extension SpecOptions {
  /// Reads the experiment with overrides, tier and scale in effect.
  func experiment() throws -> Experiment {
    let text = try SpecText.read(file)
    let experiment = try Experiment.read(
      yaml: text, file: file, overrides: overrides, tier: try chosenTier(), scale: scale)
    try experiment.checkTrainable(file: file)
    return experiment
  }

  /// Whether the file is a notebook and no experiment.
  var isNotebook: Bool { file.hasSuffix(".md") }

  /// The folder of the file, whose repository tells what was run.
  var folder: URL { URL(filePath: file).absoluteURL.deletingLastPathComponent() }

  /// `name=value` of the command line; `--tier` is the parameter of that name.
  var notebookParameters: [String] { overrides + (tier.map { ["tier=\($0)"] } ?? []) }

  private func chosenTier() throws -> Tier? {
    guard let tier else { return nil }
    guard let known = Tier(rawValue: tier) else {
      let allowed = Tier.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--tier is '\(tier)'; allowed: \(allowed)")
    }
    return known
  }
}
