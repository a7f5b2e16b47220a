import Foundation
import Reports

/// Whose page stands in a folder of results: a notebook and an experiment of one name share it.
enum PageOwner {
  /// The kind in the record of `NAME/index.html`; nil where no page of this program stands.
  static func kind(of name: String, in folder: URL) -> String? {
    guard let bytes = try? Data(contentsOf: folder.appending(path: "\(name)/index.html")) else { return nil }
    return PageRecord.read(from: String(decoding: bytes, as: UTF8.self))?.kind
  }
}

/// The report of an experiment would take the place of a notebook's page.
struct PageTaken: Error, Hashable, CustomStringConvertible {
  let name: String
  let folder: String

  var description: String {
    "\(folder)/\(name)/index.html is the page of the notebook '\(name)', which the report of the experiment would replace; "
      + "--out FOLDER writes the report elsewhere"
  }
}
