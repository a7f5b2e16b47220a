import Archive
import Browser
import Experiments

/// All experiments of an archive as they stood at one moment; no metric is read for it.
struct Overview: Sendable {
  let items: [Item]
  let annotations: [AnnotationSubject: Annotations]

  /// The newest version of an experiment.
  struct Item: Sendable {
    let archived: ArchivedExperiment
    let state: ExperimentState
    let annotations: Annotations
    /// How many versions of it there are.
    let versions: Int

    var name: String { archived.name }
    /// Changes when its results do.
    var version: String { archived.digest + " " + state.fingerprint }
    /// The same as pages and events tell it.
    var shortVersion: String { state.version(of: archived) }
  }

  init(of archive: Archive) throws {
    let states = try archive.states()
    let annotations = try archive.annotations()
    let versions = try archive.versionCounts()
    self.annotations = annotations
    items = try archive.newestExperiments().compactMap { archived in
      states[archived.key].map { state in
        Item(
          archived: archived, state: state,
          annotations: annotations[.experiment(name: archived.name)] ?? Annotations(),
          versions: versions[archived.name] ?? 1)
      }
    }
  }

  /// The experiment whose pages lie in a folder of this name.
  func item(inFolder folder: String) -> Item? { items.first { SiteAddress.folderName($0.name) == folder } }
}
