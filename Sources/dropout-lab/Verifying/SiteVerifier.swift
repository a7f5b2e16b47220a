import Browser
import Files
import Foundation
import Specifications

/// Holds the files of sites that `archive build` has made against their lists.
enum SiteVerifier {
  /// The folders among these paths that are sites; empty for the folder itself.
  static func sites(in paths: [String]) -> [String] {
    paths.compactMap { path in
      path == Site.mark ? "" : path.hasSuffix("/\(Site.mark)") ? String(path.dropLast(Site.mark.count + 1)) : nil
    }
  }

  /// Holds the files of a site against its list.
  static func verify(
    site: String, of all: [String], in folder: URL, prefix: String, _ verification: inout Verification
  ) throws {
    let path = site.isEmpty ? "" : site + "/"
    let mark = path + Site.mark
    let shown = prefix + path
    let list = try FileContents.read(folder.appending(path: mark), atMost: FileContents.mostPage)
    if list.isEmpty {
      return verification.note(
        "\(shown): an earlier version made the site, without a list of its files; its reports have records, its other "
          + "pages were not held against anything")
    }
    guard let manifest = SiteManifest(list) else {
      return verification.found(
        Verification.Finding(
          file: prefix + mark, field: "list", expected: "a digest and a path per line", found: "something else"))
    }
    for change in try manifest.changes(in: folder.appending(path: path)) {
      verification.found(Self.finding(change, file: shown + change.path))
    }
    let inside = all.filter { $0.hasPrefix(path) && $0 != mark }.map { String($0.dropFirst(path.count)) }
    let strangers = manifest.strangers(among: inside).filter { !folder.appending(path: path + $0).isFolder }
    if !strangers.isEmpty {
      let count = strangers.count.counted("file")
      verification.note("\(shown): \(count) that it was not made with, such as \(strangers[0])")
    }
    verification.hold("\(shown): \(manifest.count.counted("file"))")
  }

  /// Holds one file of a site against the list of the site; false where it lies in none, or the list does not have it.
  static func verify(file: URL, name: String, into verification: inout Verification) throws -> Bool {
    let path = file.standardizedFileURL.pathComponents
    for depth in 1...deepest where depth < path.count {
      let site = URL(filePath: path.dropLast(depth).joined(separator: "/"), directoryHint: .isDirectory)
      let mark = site.appending(path: Site.mark)
      guard FileManager.default.fileExists(atPath: mark.path) else { continue }
      guard let manifest = SiteManifest(try FileContents.read(mark, atMost: FileContents.mostPage)),
        let changes = try manifest.changes(in: site, of: path.suffix(depth).joined(separator: "/"))
      else { return false }
      for change in changes { verification.found(finding(change, file: name)) }
      verification.hold("\(name): its digest in the list of the site")
      return true
    }
    return false
  }

  /// Folders from the root of a site down to its files: `experiments/rates/index.html`.
  private static let deepest = 3

  private static func finding(_ change: SiteManifest.Change, file: String) -> Verification.Finding {
    Verification.Finding(
      file: file, field: "SHA-256", expected: "\(change.expected)…", found: change.found.map { "\($0)…" } ?? "no file")
  }
}
