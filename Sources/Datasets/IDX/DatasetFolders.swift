import Foundation

/// The folders in which data sets are looked for, in order.
package struct DatasetFolders: Hashable, Sendable {
  /// `<root>/<name>/` holds the files of a data set.
  package let roots: [URL]
  /// The root under which fetched data sets are put.
  package let own: URL

  package init(roots: [URL], own: URL) {
    self.roots = roots
    self.own = own
  }

  /// The folder given on the command line, `$DROPOUT_LAB_DATA`, `./data`, `../shared/data`, the user's data folder.
  package init(given: String?, environment: [String: String], current: URL) {
    let home = URL(filePath: environment["HOME"] ?? "/", directoryHint: .isDirectory)
    // A path that is not absolute must be ignored (XDG Base Directory Specification 0.8).
    let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
    let user = (data ?? home.appending(path: ".local/share")).appending(path: "dropout-lab")
    let named = [given, environment["DROPOUT_LAB_DATA"]].compactMap { $0 }.filter { !$0.isEmpty }
      .map { URL(filePath: $0, directoryHint: .isDirectory, relativeTo: current).absoluteURL.standardized }
    let near = [current.appending(path: "data"), current.appending(path: "../shared/data").standardized]
    roots = named + near + [user]
    own = named.first ?? user
  }
}

// MARK: - Finding the files of a data set

extension DatasetFolders {
  /// The four files of a named data set or a folder, found but not read; throws when one is nowhere.
  package func locate(_ source: DatasetSource) throws(DatasetError) -> [URL] {
    switch source {
    case .named(let set): try locate(set)
    case .folder(let path): try Self.locate(in: URL(filePath: path, directoryHint: .isDirectory), prefixes: [""])
    case .syntheticDigits, .twoMoons, .spirals, .gaussianBlobs, .generated:
      throw DatasetError(.missing, source.title, "has no files; it is synthesized")
    }
  }

  /// The root below which the first of these data sets lies that has a name and files; nil where there is none.
  package func root(of sources: [DatasetSource]) -> URL? {
    for case .named(let set) in sources {
      do throws(DatasetError) {
        return try locate(set)[0].deletingLastPathComponent().deletingLastPathComponent()
      } catch {
        continue
      }
    }
    return nil
  }

  private func locate(_ set: NamedDataset) throws(DatasetError) -> [URL] {
    let prefixes = set.isEMNIST ? ["\(set.rawValue)-", ""] : [""]
    // A folder without any file of the set, as a fetch makes that fails, hides none further on.
    for folder in folders(of: set) where Self.hasAny(in: folder, prefixes: prefixes) {
      return try Self.locate(in: folder, prefixes: prefixes)
    }
    let searched = roots.map { $0.appending(path: set.rawValue).path }.joined(separator: ", ")
    throw DatasetError(
      .missing, set.rawValue,
      "is not there; looked in \(searched). Get it with 'dropout-lab data fetch \(set.rawValue)', or say where it is "
        + "with --data FOLDER or DROPOUT_LAB_DATA")
  }

  /// The official archive of EMNIST unpacks all its sets into one folder.
  private func folders(of set: NamedDataset) -> [URL] {
    roots.map { $0.appending(path: set.rawValue) } + (set.isEMNIST ? roots.map { $0.appending(path: "emnist") } : [])
  }

  private static func locate(in folder: URL, prefixes: [String]) throws(DatasetError) -> [URL] {
    guard isFolder(folder) else { throw DatasetError(.missing, folder.path, "is no folder") }
    var found: [URL] = []
    for part in DatasetPart.allCases {
      let names = prefixes.flatMap { part.fileNames(prefix: $0) }
      guard let name = names.first(where: { isFile(folder.appending(path: $0)) }) else {
        let allowed = names.filter { $0.contains("-idx3-") || $0.contains("-idx1-") }.joined(separator: ", ")
        throw DatasetError(.missing, folder.path, "has no file of \(part.title); allowed names: \(allowed)")
      }
      found.append(folder.appending(path: name))
    }
    return found
  }

  /// Whether a folder has a file of any part.
  private static func hasAny(in folder: URL, prefixes: [String]) -> Bool {
    DatasetPart.allCases.contains { part in
      prefixes.flatMap { part.fileNames(prefix: $0) }.contains { isFile(folder.appending(path: $0)) }
    }
  }

  private static func isFolder(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private static func isFile(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && !isFolder.boolValue
  }
}
