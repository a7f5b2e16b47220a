import Files
import Foundation

/// Downloads published data sets into the folder where they will be found.
package struct DatasetFetcher: Sendable {
  /// What a fetch tells about itself while it goes on.
  package enum Event: Hashable, Sendable {
    /// A file is there already, and the published one where a digest is known.
    case present(String)
    case receiving(String, bytes: Int, of: Int)
    /// An address did not work, the next one is tried.
    case failed(DatasetError)
    /// A file is complete; `pinned` tells whether its digest was known and agreed.
    case received(String, pinned: Bool)
  }

  private let folders: DatasetFolders
  private let distribution: @Sendable (NamedDataset) -> Distribution

  /// Makes a fetcher that puts data sets under the folders' own root.
  package init(
    folders: DatasetFolders, distribution: @escaping @Sendable (NamedDataset) -> Distribution = Distribution.official
  ) {
    self.folders = folders
    self.distribution = distribution
  }

  /// Downloads what is missing of a data set, checks it and returns it with the paths of its files.
  ///
  /// An interrupted fetch goes on where it stopped. Every file appears under its name only when it is complete and
  /// its digest, if one is pinned, is right.
  package func fetch(
    _ set: NamedDataset, report: @escaping @Sendable (Event) -> Void = { _ in }
  ) async throws(DatasetError) -> (dataset: LoadedDataset, files: [URL]) {
    let folder = folders.own.appending(path: set.rawValue)
    do { try AtomicFile.createFolder(folder) } catch { throw DatasetError(error) }
    switch distribution(set) {
    case .files(let downloads):
      let contents = KnownDigests.content(of: set)
      for (index, download) in downloads.enumerated() {
        try await bring(download, into: folder, content: contents?[index], report)
      }
    case .archive(let download, let members):
      try await unpack(download, members, into: folder, report)
    }
    let source = DatasetSource.named(set)
    let files = try DatasetFolders(roots: [folders.own], own: folders.own).locate(source)
    let loaded = try DatasetFiles(reading: files)
    try KnownDigests.check(loaded, of: set)
    return (try loaded.dataset(from: source), files)
  }
}

// MARK: - The steps

extension DatasetFetcher {
  /// Downloads one file from the first address that gives it, checks it and publishes it; one that is there is checked.
  private func bring(
    _ download: Download, into folder: URL, content: String? = nil, _ report: @escaping @Sendable (Event) -> Void
  ) async throws(DatasetError) {
    let final = folder.appending(path: download.name)
    guard FileContents.size(of: final) == 0 else {
      try PublishedFile(url: final, download: download, content: content).check()
      report(.present(download.name))
      return
    }
    let part = folder.appending(path: download.name + ".part")
    try await receive(download, into: part, report)
    try check(download, part)
    do { try AtomicFile.publish(part, as: final) } catch { throw DatasetError(error) }
    report(.received(download.name, pinned: download.digest != nil))
  }

  private func receive(
    _ download: Download, into part: URL, _ report: @escaping @Sendable (Event) -> Void
  ) async throws(DatasetError) {
    var last: DatasetError?
    for address in download.addresses {
      do throws(DatasetError) {
        try await Downloader().download(address, to: part, size: download.size) { bytes in
          report(.receiving(download.name, bytes: bytes, of: download.size))
        }
        return
      } catch {
        // Only the network may be better elsewhere; a full disk will not.
        guard error.kind == .network else { throw error }
        report(.failed(error))
        last = error
      }
    }
    throw DatasetError(
      .network, download.name,
      "could not be downloaded (\(last?.description ?? "no address is known")). Without a network, get the file on "
        + "another machine and put it into \(part.deletingLastPathComponent().path); then the set is found there")
  }

  /// Size and digest must agree; a wrong file is removed, so that the next attempt starts anew.
  private func check(_ download: Download, _ part: URL) throws(DatasetError) {
    let size = FileContents.size(of: part)
    var found = "\(size) bytes, expected are \(download.size)"
    if size == download.size {
      guard let expected = download.digest else { return }
      do {
        let digest = try SHA256.digest(ofFile: part).hex
        if digest == expected { return }
        found = "SHA-256 \(digest), expected is \(expected)"
      } catch {
        throw DatasetError(error)
      }
    }
    // A connection that broke off leaves a beginning that is worth keeping.
    if size >= download.size { unlink(part.path) }
    throw DatasetError(.network, download.name, "was not received well: \(found)")
  }

  /// Downloads an archive once for all sets in it and writes the members of one set.
  private func unpack(
    _ download: Download, _ members: [String], into folder: URL, _ report: @escaping @Sendable (Event) -> Void
  ) async throws(DatasetError) {
    let names = members.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    let missing = zip(members, names).filter { FileContents.size(of: folder.appending(path: $0.1)) == 0 }
    for name in names where !missing.contains(where: { $0.1 == name }) { report(.present(name)) }
    guard !missing.isEmpty else { return }
    let home = folders.own.appending(path: "emnist")
    do { try AtomicFile.createFolder(home) } catch { throw DatasetError(error) }
    try await bring(download, into: home, report)
    let archive = try ZipArchive(home.appending(path: download.name))
    for (member, name) in missing {
      let bytes = try archive.read(member)
      do { try AtomicFile.write(bytes, to: folder.appending(path: name)) } catch { throw DatasetError(error) }
      report(.received(name, pinned: download.digest != nil))
    }
  }
}
