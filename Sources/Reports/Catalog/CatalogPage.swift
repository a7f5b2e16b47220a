import Foundation
import Plotting
import Specifications

/// One page of the catalogue with its pictures inside; the same program gives the same bytes.
package struct CatalogPage: Sendable {
  package let sections: [CatalogSection]
  package let version: String

  /// Shows the sections of a kind; those of the whole family for `dropout`.
  package init(_ sections: [CatalogSection], version: String) {
    self.sections = sections
    self.version = version
  }

  /// Draws every picture and fills the template `catalog`.
  package func text(_ templates: TemplateLibrary) throws -> String { text(of: try model(), templates) }

  func text(of model: CatalogModel, _ templates: TemplateLibrary) -> String {
    templates.page(model, template: "catalog", record: PageRecord(kind: "page", program: version))
  }

  func model() throws -> CatalogModel {
    let plate = try isFamily ? [ComparingPlate.drawn(version: version)] : []
    return CatalogModel(
      title: title,
      description: "Formula, paper, YAML and noise of everything in the catalogue of dropout-lab.", version: version,
      sentence: sentence,
      leading: plate.map {
        CatalogPictureModel(
          CatalogPicture($0, caption: ComparingPlate.caption, alternative: ComparingPlate.alternative))
      },
      sections: sections.map { SectionModel(anchor: $0.kind, text: $0.title) },
      kinds: try sections.map { section in
        CatalogKindModel(
          anchor: section.kind, title: section.title,
          entries: try section.entries.map { try Self.model(of: $0, in: section) })
      })
  }

  private var isFamily: Bool { sections.count > 1 && sections.allSatisfy(\.isDropout) }

  private var title: String {
    if sections.count == 1 { return sections[0].title }
    return isFamily ? "The family of dropout" : "Everything that can be written"
  }

  private var sentence: String {
    guard sections.count > 1 else {
      return "As it is written in an experiment, with formula and paper where there are any."
    }
    return "Every variant as it is written in an experiment, with its formula and its paper. The maps show what the "
      + "noise of this program made of ones, all from one seed: compare what is shared and what is not."
  }

  private static func model(of entry: CatalogEntry, in section: CatalogSection) throws -> CatalogEntryModel {
    let pictures = try entry.pictures?() ?? []
    return CatalogEntryModel(
      anchor: "\(section.kind)-\(entry.name)", name: entry.name,
      summary: entry.summary.replacing(/`([^`]*)`/) { "\u{201C}\($0.1)\u{201D}" },
      formula: entry.formula.isEmpty ? nil : entry.formula, paper: entry.source.isEmpty ? nil : entry.source,
      example: entry.example, keys: CatalogRowsModel(entry.keys.map { ($0.name, $0.text) }),
      unscheduled: CatalogRowsModel(entry.unscheduled.map { ($0.variants.joined(separator: ", "), $0.reason) }),
      pictures: pictures.map { CatalogPictureModel($0) })
  }
}

/// What the template `catalog` is filled with.
struct CatalogModel: Sendable {
  var title: String
  var description: String
  var version: String
  var sentence: String
  var leading: [CatalogPictureModel]
  var sections: [SectionModel]
  var kinds: [CatalogKindModel]
}

struct CatalogKindModel: Sendable {
  var anchor: String
  var title: String
  var entries: [CatalogEntryModel]
}

struct CatalogEntryModel: Sendable {
  var anchor: String
  var name: String
  var summary: String
  var formula: String?
  var paper: String?
  var example: String
  var keys: CatalogRowsModel?
  var unscheduled: CatalogRowsModel?
  var pictures: [CatalogPictureModel]
}

struct CatalogRowsModel: Sendable {
  var rows: [CatalogRowModel]

  /// Nil without rows.
  init?(_ rows: [(name: String, text: String)]) {
    guard !rows.isEmpty else { return nil }
    self.rows = rows.map { CatalogRowModel(name: $0.name, text: $0.text) }
  }
}

struct CatalogRowModel: Sendable {
  var name: String
  var text: String
}

struct CatalogPictureModel: Sendable {
  var source: String
  var alt: String
  var caption: String
  var width: Int
  var height: Int
}

extension CatalogPictureModel {
  init(_ picture: CatalogPicture) {
    self.init(
      source: "data:image/png;base64,\(Data(picture.drawn.png).base64EncodedString())", alt: picture.alternative,
      caption: picture.caption, width: picture.drawn.width, height: picture.drawn.height)
  }
}
