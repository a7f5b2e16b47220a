import Files
import Foundation
import Specifications

/// What is known about a data set without reading it.
package struct DatasetListing: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    /// The program makes it itself.
    case synthesized
    /// Its files were found, in this folder and of this size together.
    case found(folder: String, bytes: Int)
    case missing
  }

  package let name: String
  package let summary: String
  /// The paper, or who made it.
  package let origin: String
  package let state: State
}

/// A data set that was read to the last byte.
package struct DatasetVerification: Hashable, Sendable {
  package let name: String
  package let shape: ExampleShape
  /// What has to be answered for each example.
  package let targets: TargetShape
  package let training: Int
  package let test: Int
  package let digest: SHA256Digest
  /// Whether the content agrees with published digests; false when none are known.
  package let isPinned: Bool

  /// How many classes there are; 0 when targets are of another kind.
  package var classes: Int { if case .classes(let count) = targets { count } else { 0 } }
}

extension DatasetStore {
  /// Lists all data sets that have a name, in the order of the catalogue.
  package func list() -> [DatasetListing] {
    DatasetSource.choices.compactMap { choice in
      guard let source = DatasetSource.namedSources.first(where: { $0.title == choice.name }) else { return nil }
      return DatasetListing(name: choice.name, summary: choice.summary, origin: choice.source, state: state(of: source))
    }
  }

  private func state(of source: DatasetSource) -> DatasetListing.State {
    if source.isSynthetic { return .synthesized }
    do throws(DatasetError) {
      let files = try folders.locate(source)
      let folder = files[0].deletingLastPathComponent().path
      return .found(folder: folder, bytes: files.reduce(0) { $0 + FileContents.size(of: $1) })
    } catch {
      return .missing
    }
  }

  /// Reads a data set whole, checks everything that can be checked, and says what it is.
  package func verify(_ source: DatasetSource, seed: UInt64) throws(DatasetError) -> DatasetVerification {
    let dataset = try load(source, seed: seed)
    let isPinned = if case .named(let set) = source { try isPublished(set) } else { false }
    return DatasetVerification(
      name: source.title, shape: dataset.shape, targets: dataset.targetShape, training: dataset.training.count,
      test: dataset.test.count, digest: dataset.digest, isPinned: isPinned)
  }

  /// Whether digests say that a set is the published one, by its content or by its files as they are downloaded; throws
  /// where they say that it is another.
  private func isPublished(_ set: NamedDataset) throws(DatasetError) -> Bool {
    // Loading has held known contents against the files.
    if KnownDigests.content(of: set) != nil { return true }
    return try Distribution.official(set).check(try folders.locate(.named(set)))
  }
}

extension DatasetSource {
  /// Every data set that has a name, in the order of the catalogue.
  package static var namedSources: [DatasetSource] {
    [.syntheticDigits, .twoMoons, .spirals, .gaussianBlobs] + GeneratedDataset.plain.map { .generated($0) }
      + NamedDataset.allCases.map { .named($0) }
  }

  /// The data set of this name, if there is one.
  package init?(name: String) {
    guard let source = Self.namedSources.first(where: { $0.title == name }) else { return nil }
    self = source
  }
}
