import Browser
import Files
import Foundation
import Reports

/// Whose page stands in a folder of results: a notebook and an experiment of one name share it.
enum PageOwner {
  /// The kind in the record of `NAME/index.html`; nil where no page of this program stands.
  static func kind(of name: String, in folder: URL) -> String? {
    let page = folder.appending(path: "\(name)/index.html")
    guard let bytes = try? FileContents.read(page, atMost: FileContents.mostPage) else { return nil }
    return PageRecord.read(from: String(decoding: bytes, as: UTF8.self))?.kind
  }

  /// What stands in a folder that is not to be mixed with other pages: a site, or an archive with its own; nil for neither.
  static func wholeContent(of folder: URL) -> String? {
    if isSite(folder) { return site }
    let archive = folder.appending(path: "archive.sqlite").path
    return FileManager.default.fileExists(atPath: archive) ? "the folder of an archive" : nil
  }

  static func isSite(_ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: Site.mark).path)
  }

  private static let site = "a site that 'dropout-lab archive build' wrote"

  /// Why the report of an experiment may not be written below a folder; nil where it may.
  ///
  /// `isResults` tells the results folder, in which notebooks have their pages, too.
  static func refusal(ofReport name: String, in folder: URL, shown: String, isResults: Bool) -> PageTaken? {
    if isSite(folder) { return PageTaken(path: shown, what: site, taker: .report(name)) }
    if let what = wholeContent(of: folder.appending(path: name)) {
      return PageTaken(path: "\(shown)/\(name)", what: what, taker: .report(name))
    }
    guard isResults, kind(of: name, in: folder) == "notebook" else { return nil }
    return PageTaken(
      path: "\(shown)/\(name)/index.html", what: "the page of the notebook '\(name)'", taker: .report(name))
  }
}

/// Something else stands where a page is to be written.
struct PageTaken: Error, Hashable, CustomStringConvertible {
  /// Whose page it would be.
  enum Taker: Hashable {
    case report(String)
    case notebook(String)

    var words: String {
      switch self {
      case .report(let name): "the report of the experiment '\(name)'"
      case .notebook(let name): "the page of the notebook '\(name)'"
      }
    }
  }

  let path: String
  let what: String
  let taker: Taker

  var description: String {
    "\(path) is \(what), where \(taker.words) does not belong; --out FOLDER writes it elsewhere"
  }
}
