import Datasets
import Specifications

/// Where the trials of an imported experiment come from: the block `import:` that only `dropout-lab import` writes.
package struct ImportSource: Hashable, Sendable {
  /// SHA-256 of the file.
  package let digest: String
  /// The seed of each replicate, as the file has them, in the order of first appearance.
  package let seeds: [Int]

  package init(digest: String, seeds: [Int]) {
    self.digest = digest
    self.seeds = seeds
  }
}

extension ImportSource: Specified {
  package static let allowed = "what dropout-lab import writes"

  package static func read(_ node: SpecNode, _ problems: Problems) -> ImportSource? {
    guard var map = MapReader(node, of: "import", problems) else { return nil }
    let digest = map.required("sha256", String.self)
    let seeds = map.required(
      "seeds", [Int].self,
      in: Bounds("different whole numbers of at least 0") { seeds in
        !seeds.isEmpty && Set(seeds).count == seeds.count && seeds.allSatisfy { $0 >= 0 }
      })
    map.finish()
    guard let digest, let seeds else { return nil }
    return ImportSource(digest: digest, seeds: seeds)
  }

  package var node: SpecNode { .map([("sha256", .text(digest)), ("seeds", seeds.node)]) }
}

extension Experiment {
  /// Reports where some parts say that trials were imported and others that they are trained here.
  func checkImport(_ place: Place, _ problems: Problems) {
    let isForeign = configurations.map { $0.spec.imported != nil }
    guard let imported else {
      if isForeign.contains(true) {
        problems.report(
          template.place, "imported trials belong to the archive; 'dropout-lab import FILE.csv' brings them in")
      }
      return
    }
    if isForeign.contains(false) { problems.report(place, "import is for trials that another program trained") }
    if imported.seeds.count != replicates {
      problems.report(place, "import names \(imported.seeds.count) seeds for \(replicates) replicates")
    }
    if tuning != nil || keepsWeights || !inference.modes.isEmpty || !probes.requests.isEmpty {
      problems.report(place, "imported trials cannot be tuned, asked by inference or probes, or keep weights")
    }
  }
}

extension TrialSpec {
  /// Whether it has scores on validation.
  var hasValidation: Bool {
    imported.map { $0.measures.contains { $0.split == .validation } } ?? (dataset.validation > 0)
  }
}

extension Experiment {
  /// Throws `SpecError` for an experiment whose trials another program trained.
  package func checkTrainable(file: String) throws(SpecError) {
    guard imported != nil else { return }
    throw SpecError(
      Place(file: file, line: 1, column: 1),
      "these trials were imported and cannot be trained here; 'dropout-lab import FILE.csv' brings in more of them")
  }
}
