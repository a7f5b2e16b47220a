import Specifications

/// Where examples come from.
package enum DatasetSource: Hashable, Sendable {
  case syntheticDigits
  case twoMoons
  case spirals
  case gaussianBlobs
  /// A recipe for numbers or symbols.
  case generated(GeneratedDataset)
  /// An IDX data set known by name.
  case named(NamedDataset)
  /// A folder of IDX files.
  case folder(path: String)
}

extension DatasetSource: Chosen {
  package static var noun: String { "data set" }

  package static var choices: [Choice<DatasetSource>] {
    let synthesized: [Choice<DatasetSource>] = [
      Choice(
        "synthetic-digits", .syntheticDigits, "Ten classes of stroke-drawn 28 × 28 digits, distorted and noisy.",
        source: "made by this program"),
      Choice(
        "two-moons", .twoMoons, "Two interleaved half circles in the plane with noise.",
        source: "made by this program"),
      Choice(
        "spirals", .spirals, "Three interleaved spiral arms in the plane with noise.", source: "made by this program"),
      Choice(
        "gaussian-blobs", .gaussianBlobs, "Four overlapping normal clouds in the plane.",
        source: "made by this program"),
    ]
    let named = NamedDataset.allCases.map {
      Choice<DatasetSource>($0.rawValue, .named($0), $0.summary, source: $0.origin)
    }
    let folder = Choice<DatasetSource>(
      "folder", "A folder of IDX files; written `path: FOLDER` beside the other keys of the data set.",
      example: "path: FOLDER",
      read: { $0.required("path", String.self).map { .folder(path: $0) } },
      write: { if case .folder(let path) = $0 { [("path", .text(path))] } else { nil } })
    return synthesized + GeneratedDataset.choices + named + [folder]
  }

  /// Whether the program makes the examples itself.
  package var isSynthetic: Bool {
    switch self {
    case .syntheticDigits, .twoMoons, .spirals, .gaussianBlobs, .generated: true
    case .named, .folder: false
    }
  }

  /// What the features are: files hold bytes.
  package var featureKind: StoredFeatures.Kind {
    guard case .generated(let set) = self else { return .bytes }
    return set.featureKind
  }

  /// The name or the path, for people.
  package var title: String {
    if case .folder(let path) = self { return path }
    return name
  }

  /// What tells it from every other source: the title, and of a recipe the parameters that are not at their default, in a
  /// line of YAML.
  package var key: String {
    if case .generated = self { return node.flow }
    return title
  }
}
