import Archive
import Files
import Foundation
import Reports

/// The conclusions of all experiments, kept in a file beside the archive so that a list need not read every metric.
///
/// The file can be thrown away at any time: an entry counts only while version, specification and state of the archive
/// are those it was made from, and whatever is missing is made again.
package struct Conclusions: Sendable {
  /// One experiment of the list.
  package struct Entry: Sendable {
    package let archived: ArchivedExperiment
    package let state: ExperimentState
    package let conclusion: Conclusion
    /// What people have written about it, which no conclusion depends on.
    package let annotations: Annotations
    /// How many versions of it the archive has.
    package let versions: Int

    package init(
      archived: ArchivedExperiment, state: ExperimentState, conclusion: Conclusion, annotations: Annotations,
      versions: Int = 1
    ) {
      (self.archived, self.state, self.versions) = (archived, state, versions)
      (self.conclusion, self.annotations) = (conclusion, annotations)
    }
  }

  /// The newest version of each experiment, in the order of their names.
  package let entries: [Entry]
  /// The names of those whose numbers had to be read.
  package let read: [String]

  /// Reads what is kept, makes what is missing and keeps it for the next reader where the folder may be written to.
  package init(of archive: Archive, version: String, beside folder: URL?) throws {
    let file = folder?.appending(path: Self.name)
    let kept = file.flatMap { Self.kept(in: $0, version: version) } ?? [:]
    let (states, annotations) = (try archive.states(), try archive.annotations())
    let versions = try archive.versionCounts()
    var read: [String] = []
    entries = try archive.newestExperiments().compactMap { archived in
      guard let state = states[archived.key] else { return nil }
      let written = annotations[.experiment(name: archived.name)] ?? Annotations()
      if let known = kept[archived.digest + archived.name], known.fingerprint == state.fingerprint {
        return Entry(
          archived: archived, state: state, conclusion: known, annotations: written,
          versions: versions[archived.name] ?? 1)
      }
      read.append(archived.name)
      let loaded = try LoadedExperiment(archived, from: archive)
      return Entry(
        archived: archived, state: state, conclusion: try loaded.conclusion(state: state, in: archive),
        annotations: written, versions: versions[archived.name] ?? 1)
    }
    self.read = read
    if !read.isEmpty, let file { keep(in: file, version: version) }
  }

  package init(_ entries: [Entry]) { (self.entries, read) = (entries, []) }

  /// Keeps the conclusions; a folder that takes no file only costs the next reader time.
  package func keep(in file: URL, version: String) {
    do {
      let kept = KeptConclusions(version: version, conclusions: entries.map(\.conclusion))
      try AtomicFile.write(try kept.bytes, to: file)
    } catch {
      return
    }
  }

  /// The file beside the archive.
  package static let name = "conclusions.json"

  /// What is kept beside an archive, by digest and name; nothing where no file of this version is there.
  package static func kept(beside folder: URL, version: String) -> [String: Conclusion] {
    kept(in: folder.appending(path: name), version: version) ?? [:]
  }

  private static func kept(in file: URL, version: String) -> [String: Conclusion]? {
    do {
      let kept = try KeptConclusions(try FileContents.read(file, atMost: FileContents.mostPage))
      guard kept.version == version else { return nil }
      return Dictionary(kept.conclusions.map { ($0.digest + $0.name, $0) }) { $1 }
    } catch {
      return nil
    }
  }
}

extension LoadedExperiment {
  package func conclusion(state: ExperimentState, in archive: Archive) throws -> Conclusion {
    Conclusion(of: self, fingerprint: state.fingerprint, bytes: try archive.storedBytes(of: archived.key))
  }
}
