import Files
import Foundation
import Reports

/// Files below a results folder that this program made and nothing needs any more.
struct LeftoverFiles {
  struct File: Hashable {
    /// Below the results folder; a folder goes with all that is in it.
    let path: String
    let size: Int
  }

  let folder: URL
  let all: [File]

  /// Seconds after which a temporary file belongs to no process that still writes it.
  private static let patience = 3600.0
  /// Seconds after which a kept picture is drawn again rather than kept: a month.
  private static let shelfLife = 30 * 86400.0

  /// Finds temporary files, old kept pictures, and the report files of experiments that are not among these.
  init(in folder: URL, experiments: Set<String>, now: Date) throws {
    self.folder = folder
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    let forgotten = Set(
      paths.filter { path in
        let name = String(path.split(separator: "/").first ?? "")
        return path == "\(name)/\(name).yaml" && !experiments.contains(name)
          && Self.isReport(folder.appending(path: "\(name)/index.html"))
      }.map { String($0.split(separator: "/")[0]) })
    let pictures = forgotten.flatMap { Self.pictures(of: $0, in: folder) }
    let temporary = paths.filter { Self.isTemporary($0, folder, now) }
    let within = { (path: String) in temporary.contains { path.hasPrefix($0 + "/") } }
    all = paths.filter { path in
      !within(path)
        && (temporary.contains(path) || Self.isOfReport(path, of: forgotten) || pictures.contains(path)
          || path.wholeMatch(of: /\.pictures\/[0-9a-f]{2}\/[0-9a-f]{64}/) != nil
            && Self.isOlder(path, folder, than: Self.shelfLife, now))
    }.map { path in
      let below = paths.filter { $0.hasPrefix(path + "/") }
      return File(path: path, size: Self.size(of: below.isEmpty ? [path] : below, in: folder))
    }
  }

  /// The bytes of files; folders among them have none of their own.
  private static func size(of paths: [String], in folder: URL) -> Int {
    paths.map { folder.appending(path: $0) }.filter { !$0.isFolder }.reduce(0) { $0 + FileContents.size(of: $1) }
  }

  var size: Int { all.reduce(0) { $0 + $1.size } }

  /// Removes them, and the folders that are empty then.
  func remove() throws {
    for file in all { try FileManager.default.removeItem(at: folder.appending(path: file.path)) }
    for name in Set(all.compactMap { $0.path.split(separator: "/").dropLast().first }) {
      // A folder that still holds something stays.
      rmdir(folder.appending(path: String(name)).path)
    }
  }

  /// What atomic writes have not finished and nobody goes on with.
  private static func isTemporary(_ path: String, _ folder: URL, _ now: Date) -> Bool {
    AtomicFile.isTemporary(path.split(separator: "/").last ?? "") && isOlder(path, folder, than: patience, now)
  }

  private static func isOlder(_ path: String, _ folder: URL, than seconds: Double, _ now: Date) -> Bool {
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: path).path)
      guard let written = attributes[.modificationDate] as? Date else { return false }
      return now.timeIntervalSince(written) > seconds
    } catch {
      // It was finished or removed a moment ago.
      return false
    }
  }

  private static func isReport(_ page: URL) -> Bool {
    guard let bytes = try? FileContents.read(page, at: 0, count: 4096) else { return false }
    let head = String(decoding: bytes, as: UTF8.self)
    return head.contains("<meta name=\"generator\" content=\"dropout-lab ")
  }

  /// The pictures of a report as its page records them; others of the same folder may be anybody's.
  private static func pictures(of name: String, in folder: URL) -> [String] {
    let file = folder.appending(path: "\(name)/index.html")
    let page = (try? FileContents.read(file, atMost: FileContents.mostPage)) ?? []
    let figures = PageRecord.read(from: String(decoding: page, as: UTF8.self))?.figures ?? []
    return figures.map { (path: "\(name)/\($0.name).png", digest: $0.sha256) }.filter { figure in
      (try? SHA256.digest(ofFile: folder.appending(path: figure.path)))?.hex == figure.digest
    }.map(\.path)
  }

  private static func isOfReport(_ path: String, of experiments: Set<String>) -> Bool {
    let parts = path.split(separator: "/")
    guard parts.count == 2, experiments.contains(String(parts[0])) else { return false }
    return parts[1] == "index.html"
      || ["csv", "json", "yaml"].contains { parts[1] == "\(parts[0]).\($0)" }
  }
}

extension URL {
  /// Whether a folder stands at the path, or a link to one.
  var isFolder: Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
