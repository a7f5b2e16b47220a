import Foundation

/// The folders in which data sets are looked for, in order.
package struct DatasetFolders: Hashable, Sendable {
  /// `<folder>/<name>/` holds the files of a data set.
  package let roots: [URL]
  /// Where fetched data sets are put.
  package let own: URL

  package init(roots: [URL], own: URL) {
    self.roots = roots
    self.own = own
  }

  /// The folder given on the command line, `$DROPOUT_LAB_DATA`, `./data`, `../shared/data`, the user's data folder.
  package init(given: String?, environment: [String: String], current: URL) {
    let home = URL(filePath: environment["HOME"] ?? "/", directoryHint: .isDirectory)
    // An XDG path that is not absolute must be ignored (XDG Base Directory Specification 0.8).
    let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
    let user = (data ?? home.appending(path: ".local/share")).appending(path: "dropout-lab")
    let named = [given, environment["DROPOUT_LAB_DATA"]].compactMap { $0 }.filter { !$0.isEmpty }
      .map { URL(filePath: $0, directoryHint: .isDirectory, relativeTo: current).absoluteURL }
    let near = [current.appending(path: "data"), current.appending(path: "../shared/data").standardized]
    roots = named + near + [user]
    own = named.first ?? user
  }
}
