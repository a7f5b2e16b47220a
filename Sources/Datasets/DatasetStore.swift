import Foundation
import Randomness
import Synchronization

/// Loads or synthesizes each data set once per process and shares it.
///
/// A class because all workers share one; a second worker that asks for a set waits while the first one loads it.
package final class DatasetStore: Sendable {
  /// The folders that are searched for files, first one first.
  package let folders: DatasetFolders
  private let loaded = Mutex<[Key: LoadedDataset]>([:])

  private struct Key: Hashable {
    let source: DatasetSource
    let seed: UInt64
  }

  package init(folders: DatasetFolders) { self.folders = folders }

  /// The data set; only synthetic ones depend on the seed.
  package func load(_ source: DatasetSource, seed: UInt64) throws(DatasetError) -> LoadedDataset {
    let key = Key(source: source, seed: source.isSynthetic ? seed : 0)
    let result = loaded.withLock { loaded in
      Result { () throws(DatasetError) in
        if let dataset = loaded[key] { return dataset }
        let dataset = try make(source, seed: seed)
        loaded[key] = dataset
        return dataset
      }
    }
    return try result.get()
  }

  private func make(_ source: DatasetSource, seed: UInt64) throws(DatasetError) -> LoadedDataset {
    if case .generated(let set) = source { return set.dataset(RandomPlan(seed: seed)) }
    return try files(of: source, seed: seed).dataset(from: source)
  }

  /// The four files of a data set, read and checked against what is known, or synthesized.
  package func files(of source: DatasetSource, seed: UInt64) throws(DatasetError) -> DatasetFiles {
    switch source {
    case .named(let set):
      let files = try DatasetFiles(reading: try folders.locate(source))
      try KnownDigests.check(files, of: set)
      return files
    case .folder: return try DatasetFiles(reading: try folders.locate(source))
    case .syntheticDigits: return SyntheticDigits.files(RandomPlan(seed: seed))
    case .twoMoons: return PlanarExamples.twoMoons.files(RandomPlan(seed: seed))
    case .spirals: return PlanarExamples.spirals.files(RandomPlan(seed: seed))
    case .gaussianBlobs: return PlanarExamples.gaussianBlobs.files(RandomPlan(seed: seed))
    case .generated:
      throw DatasetError(
        .unsuitable, source.title, "holds numbers or symbols, which IDX files of images and classes cannot hold")
    }
  }
}
