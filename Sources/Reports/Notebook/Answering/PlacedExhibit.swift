import Files
import Foundation
import Plotting

/// A figure or table with its number, its place and the name of its file.
struct PlacedExhibit: Hashable, Sendable {
  let exhibit: Exhibit
  /// The index of its cell.
  let cell: Int
  let number: String
  /// The label of its cell, where it is the first of its kind in it.
  let label: NotebookLabel?
  /// Whether it is the first of its cell, which has the author's caption.
  let isFirst: Bool

  /// The name within the page.
  var anchor: String { label?.description ?? "\(exhibit.kind.title.lowercased())-\(number)" }

  /// Where its picture lies beside the page. Every format has a folder of its own, since the next one may be written from
  /// other numbers.
  func path(in folder: FigureFolder) -> String {
    switch exhibit {
    case .figure(let figure): "\(folder.rawValue)/\(number)-\(figure.name).png"
    case .table: ""
    }
  }
}

/// Where the figures of a page lie beside it.
enum FigureFolder: String {
  case html = "figures"
  case markdown = "figures-markdown"
}

extension EvaluatedNotebook {
  /// Every numbered figure and table in the order of the text.
  var exhibits: [PlacedExhibit] {
    notebook.marks.flatMap { placed -> [PlacedExhibit] in
      guard case .cell(let index) = placed.mark else { return [] }
      return exhibits(of: index)
    }
  }

  /// Those of one cell.
  func exhibits(of index: Int) -> [PlacedExhibit] {
    var label = notebook.cells[index].label
    let all = outputs[index].blocks.compactMap { block -> Exhibit? in
      if case .exhibit(let exhibit) = block { exhibit } else { nil }
    }
    return zip(all, numbering.exhibits[index] ?? []).enumerated().map { position, pair in
      let own = label?.kind == pair.0.kind ? label : nil
      if own != nil { label = nil }
      return PlacedExhibit(exhibit: pair.0, cell: index, number: pair.1, label: own, isFirst: position == 0)
    }
  }

  /// The files that a page shows and does not hold itself.
  func pictureFiles(in folder: FigureFolder) -> [ReportFile] {
    let figures = exhibits.compactMap { exhibit -> ReportFile? in
      guard case .figure(let figure) = exhibit.exhibit else { return nil }
      return ReportFile(path: exhibit.path(in: folder), bytes: figure.png)
    }
    let drawn = outputs.flatMap(\.blocks).compactMap { block -> ReportFile? in
      guard case .picture(let picture) = block else { return nil }
      return ReportFile(path: Self.path(of: picture), bytes: picture.drawn.png)
    }
    return figures + drawn + ownPictures
  }

  /// The pictures of the text.
  var ownPictures: [ReportFile] {
    bound.pictures.sorted { $0.key < $1.key }.map { path, bytes in
      ReportFile(path: self.path(ofPicture: path), bytes: bytes)
    }
  }

  /// Where a picture of the catalogue lies beside the page, by what it shows.
  static func path(of picture: CatalogPicture) -> String {
    "pictures/\(SHA256.digest(of: picture.drawn.png).hex.prefix(12)).png"
  }

  /// Where a picture of the text lies beside the page; two that would have one name are told apart by their paths.
  func path(ofPicture path: String) -> String {
    let name = Self.flat(path)
    let isShared = bound.pictures.keys.contains { $0 != path && Self.flat($0) == name }
    return "pictures/" + (isShared ? "\(SHA256.digest(of: Array(path.utf8)).hex.prefix(8))-" : "") + name
  }

  private static func flat(_ path: String) -> String {
    path.split(separator: "/").map(String.init).filter { $0 != ".." && $0 != "." }.joined(separator: "-")
  }

  /// The same for a page, where letters beyond ASCII and blanks are escaped.
  func address(ofPicture path: String) -> String {
    let path = self.path(ofPicture: path)
    return path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
  }

  /// Such as `Figure 3`; a label whose cell failed has no number.
  func referenceText(_ label: NotebookLabel) -> String {
    "\(label.kind.title) " + (numbering.numbers[label] ?? "?")
  }

  /// How much failed, for the banner and for stderr.
  package var failureSentence: String {
    let count = failures.count
    let what = count == 1 ? "One part of this page" : "\(count) parts of this page"
    let more =
      switch consequences {
      case 0: ""
      case 1: ", nor one that depends on " + (count == 1 ? "it" : "them")
      default: ", nor \(consequences) that depend on " + (count == 1 ? "it" : "them")
      }
    return "\(what) could not be made\(more); everything else is as it should be."
  }
}
