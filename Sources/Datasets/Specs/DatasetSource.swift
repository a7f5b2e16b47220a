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
        formula:
          "x = clip((ink · pen(A s + bend) + N(0, .1²) − .15) / .85), s the strokes of the class, A affine at random",
        source: "made by this program; docs/decisions/synthetic-digits.md"),
      Choice(
        "two-moons", .twoMoons, "Two interleaved half circles in the plane with noise.",
        formula: "(cos t, sin t) or (1 − cos t, ½ − sin t), t ~ U(0, π), + N(0, .2² I)",
        source: "made by this program, after Pedregosa et al. 2011 (make_moons)"),
      Choice(
        "spirals", .spirals, "Three interleaved spiral arms in the plane with noise.",
        formula: "ρ (cos φ, sin φ) + N(0, .06² I), φ = 2π (ρ + y / 3), ρ = √U(0, 1), class y = 0, 1, 2",
        source: "made by this program"),
      Choice(
        "gaussian-blobs", .gaussianBlobs, "Four overlapping normal clouds in the plane.",
        formula: "(±1, ±1) + N(0, .6² I), the class one of the four corners", source: "made by this program"),
    ]
    let named = NamedDataset.allCases.map {
      Choice<DatasetSource>($0.rawValue, .named($0), $0.summary, formula: $0.definition, source: $0.origin)
    }
    let folder = Choice<DatasetSource>(
      "folder", "A folder of IDX files; written `path: FOLDER` beside the other keys of the data set.",
      formula:
        "two zero bytes, type 8, rank d; d sizes of 32 bits, the highest byte first; bytes, the last index fastest",
      source: "LeCun, Cortes, Burges 1998 (the IDX format)",
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
