import ArgumentParser
import Foundation
import Reports

/// The templates that pages are made of.
struct TemplateOptions: ParsableArguments {
  @Option(help: "Folder of your own templates of pages; see templates/README.md.", completion: .directory)
  var templates: String?

  /// Throws `TemplateError` and `FileError`.
  func library() throws -> TemplateLibrary {
    try TemplateLibrary(overrides: templates.map { URL(filePath: $0, directoryHint: .isDirectory) })
  }
}
